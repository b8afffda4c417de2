{{ config(materialized='table') }}
-- When a customer is active at a leaf, as unbroken stretches of month ends (month 0: what came before the first). A
-- unit that runs subscriptions counts who pays at the instant; any other who bought in the twelve months up to it,
-- and a customer who does not for that long has lapsed. Stretches that touch are one: no stretch is written out by
-- month.
with

subscriptions as (

    select * from {{ ref('fct_subscription_months') }}

),

documents as (

    select * from {{ ref('fct_sales_documents') }}
    where net_amount > 0 and customer_id is not null

),

months as (

    select * from {{ ref('int_months') }}

),

first_months as (

    select min(month_start) as first_day from months

),

subscription_units as (

    select distinct org_unit_id from subscriptions

),

-- Documents delivered from before the first reported month count back from it in calendar months.
purchases as (

    select distinct
        documents.org_unit_id,
        documents.customer_id,
        coalesce(
            months.month_number,
            1 - {{ dbt.datediff('documents.invoice_date', 'first_months.first_day', 'month') }}
        ) as month_number
    from documents
    cross join first_months
    left join months on documents.month_end = months.month_end
    where months.month_end is not null or documents.invoice_date < first_months.first_day

),

-- A purchase keeps its customer for the twelve month ends that follow it; a subscription is seen at both ends of a
-- month.
stretches as (

    select
        purchases.org_unit_id,
        purchases.customer_id,
        purchases.month_number as first_instant,
        purchases.month_number + 11 as last_instant
    from purchases
    left join subscription_units on purchases.org_unit_id = subscription_units.org_unit_id
    where subscription_units.org_unit_id is null
    union all
    select
        org_unit_id,
        customer_id,
        case when mrr_open > 0 then month_number - 1 else month_number end as first_instant,
        case when mrr_close > 0 then month_number else month_number - 1 end as last_instant
    from subscriptions
    where mrr_open > 0 or mrr_close > 0

),

reached as (

    select
        *,
        max(last_instant) over (
            partition by org_unit_id, customer_id
            order by first_instant, last_instant
            rows between unbounded preceding and 1 preceding
        ) as reached_instant
    from stretches

),

numbered as (

    select
        *,
        sum(case when reached_instant is null or first_instant > reached_instant + 1 then 1 else 0 end) over (
            partition by org_unit_id, customer_id
            order by first_instant, last_instant
            rows between unbounded preceding and current row
        ) as stretch_number
    from reached

)

select
    org_unit_id,
    customer_id,
    cast(min(first_instant) as integer) as first_instant,
    cast(max(last_instant) as integer) as last_instant
from numbered
group by org_unit_id, customer_id, stretch_number
