-- What each customer pays a month, all products of a unit together. The contract has no currency: recurring revenue
-- is in the currency of the unit's books, as stock is.
with

subscriptions as (

    select * from {{ ref('stg_subscription_month') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

months as (

    select * from {{ ref('int_months') }}

)

select
    posting_units.org_unit_id,
    customers.surviving_customer_id as customer_id,
    months.month_number,
    months.month_end,
    cast(sum(subscriptions.mrr_open) as decimal(18, 4)) as mrr_open,
    cast(sum(subscriptions.mrr_close) as decimal(18, 4)) as mrr_close
from subscriptions
inner join posting_units on subscriptions.org_id = posting_units.delivered_org_id
inner join customers on subscriptions.customer_id = customers.customer_id
inner join months on subscriptions.period_id = months.period_id
group by
    posting_units.org_unit_id,
    customers.surviving_customer_id,
    months.month_number,
    months.month_end
