-- Published market sizes at the unit they are compared with: `org_unit_id` is the leaf that keeps the size.
with

scopes as (

    select * from {{ ref('int_market_scopes') }}

),

periods as (

    select * from {{ ref('stg_fiscal_period') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

published as (

    select * from {{ ref('stg_reference_value') }} where metric_key = 'market_sales'

)

select
    published.scope,
    periods.end_date as month_end,
    scopes.org_id as scope_org_unit_id,
    posting_units.org_unit_id,
    scopes.product_line,
    published.value as market_sales
from published
inner join scopes on published.scope = scopes.scope
inner join periods on published.period_id = periods.period_id
inner join posting_units on scopes.org_id = posting_units.delivered_org_id
