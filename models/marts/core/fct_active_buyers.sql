{{ config(meta={'pairs_with': {'int_months': 'a unit, segment and channel has a row for every month'}}) }}
-- How many customers a leaf without subscriptions has at the start of a month, and how many of them it has no longer at
-- the end: they come and lapse with their stretches, and the months add that up.
with

customers as (

    select * from {{ ref('dim_surviving_customers') }}

),

months as (

    select * from {{ ref('int_months') }}

),

subscription_units as (

    select distinct org_unit_id from {{ ref('fct_subscription_months') }}

),

-- A stretch is there at the start of the months from the one after its first instant to the one after its last, and
-- lapses in that one.
buyers as (

    select
        states.org_unit_id,
        customers.customer_segment,
        customers.channel,
        greatest(states.first_instant + 1, 1) as first_month,
        states.last_instant + 1 as last_month
    from {{ ref('fct_customer_states') }} as states
    inner join customers on states.customer_id = customers.customer_id
    left join subscription_units on states.org_unit_id = subscription_units.org_unit_id
    where
        subscription_units.org_unit_id is null
        and states.last_instant >= 0

),

changes as (

    select
        org_unit_id,
        customer_segment,
        channel,
        first_month as month_number,
        count(*) as arrived,
        0 as lapsed
    from buyers
    group by org_unit_id, customer_segment, channel, first_month
    union all
    select
        org_unit_id,
        customer_segment,
        channel,
        last_month as month_number,
        0 as arrived,
        count(*) as lapsed
    from buyers
    group by org_unit_id, customer_segment, channel, last_month

),

groups as (

    select distinct
        org_unit_id,
        customer_segment,
        channel
    from changes

),

monthly as (

    select
        groups.org_unit_id,
        groups.customer_segment,
        groups.channel,
        months.month_number,
        months.month_end,
        coalesce(sum(changes.arrived), 0) as arrived,
        coalesce(sum(changes.lapsed), 0) as lapsed
    from groups
    cross join months
    left join changes
        on groups.org_unit_id = changes.org_unit_id
        and groups.customer_segment = changes.customer_segment
        and groups.channel = changes.channel
        and months.month_number = changes.month_number
    group by
        groups.org_unit_id,
        groups.customer_segment,
        groups.channel,
        months.month_number,
        months.month_end

)

select
    org_unit_id,
    month_end,
    customer_segment,
    channel,
    cast(
        sum(arrived - lapsed) over (
            partition by org_unit_id, customer_segment, channel
            order by month_number
            rows between unbounded preceding and current row
        ) + lapsed as decimal(18, 2)
    ) as cust_months,
    cast(lapsed as decimal(18, 2)) as cust_churned
from monthly
