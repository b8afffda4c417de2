{#- The only pass over the production reports and their materials, a table because components and counts read it.
    Reports carry no currency: their money is in the functional currency of the line's entity. -#}
{{ config(materialized='table') }}
with

reports as (

    select
        *,
        cast(calendar_min - planned_down_min as decimal(12, 2)) as pbt_min,
        cast(calendar_min - planned_down_min - unplanned_down_min as decimal(12, 2)) as apt_min,
        cast(output_qty as decimal(20, 4)) as made_qty,
        cast(good_qty as decimal(20, 4)) as passed_qty,
        material_cost + labor_cost + overhead_cost as actual_cost,
        direct_labor_hours is not null and std_labor_hours_per_unit is not null as has_hours
    from {{ ref('stg_production_order') }}

),

materials as (

    select
        report_id,
        sum(cast(quantity as decimal(20, 4)) * actual_price) as actual_amount,
        sum(cast(quantity as decimal(20, 4)) * std_price) as amount_at_standard_price,
        cast(sum(cast(std_qty_per_unit as decimal(20, 6)) * std_price) as decimal(20, 10)) as standard_amount_per_piece
    from {{ ref('stg_material_consumption') }}
    group by report_id

),

priced_reports as (

    select
        reports.*,
        coalesce(materials.actual_amount - materials.amount_at_standard_price, 0) as price_variance,
        coalesce(
            materials.amount_at_standard_price - materials.standard_amount_per_piece * reports.good_qty, 0
        ) as usage_variance
    from reports
    left join materials on reports.report_id = materials.report_id

),

products as (

    select * from {{ ref('stg_product') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

unit_currencies as (

    select distinct
        org_unit_id,
        functional_currency
    from {{ ref('int_org_unit_versions') }}

),

days as (

    select * from {{ ref('int_days') }}

),

rates as (

    select * from {{ ref('int_month_rates') }}

)

select
    reports.report_id,
    reports.order_no,
    reports.report_date,
    days.month_end,
    posting_units.org_unit_id,
    reports.product_id,
    products.product_line,
    products.uom,
    reports.operator_id,
    reports.output_qty,
    reports.good_qty,
    reports.first_pass_qty,
    reports.calendar_min,
    reports.pbt_min,
    reports.apt_min,
    cast(reports.ideal_cycle_min * reports.made_qty as decimal(18, 4)) as ideal_min,
    cast(reports.ideal_cycle_min * reports.passed_qty as decimal(18, 4)) as ideal_good_min,
    cast(
        case when reports.has_hours then reports.std_labor_hours_per_unit * reports.passed_qty else 0 end
        as decimal(18, 4)
    ) as std_hours_good,
    cast(case when reports.has_hours then reports.direct_labor_hours else 0 end as decimal(18, 4)) as direct_hours,
    unit_currencies.functional_currency as currency,
    {{ base_amount('reports.actual_cost', 'rates.average_rate') }} as prod_cost,
    {{ base_amount('reports.std_unit_cost * reports.passed_qty', 'rates.average_rate') }} as std_cost_good,
    {{ base_amount('reports.price_variance', 'rates.average_rate') }} as mat_price_var,
    {{ base_amount('reports.usage_variance', 'rates.average_rate') }} as mat_usage_var,
    reports.source_system
from priced_reports as reports
inner join posting_units on reports.org_id = posting_units.delivered_org_id
inner join unit_currencies on posting_units.org_unit_id = unit_currencies.org_unit_id
left join products on reports.product_id = products.product_id
left join days on reports.report_date = days.date_day
left join rates
    on unit_currencies.functional_currency = rates.currency
    and days.month_end = rates.month_end
