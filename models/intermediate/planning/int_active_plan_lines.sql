-- The plan in force: the latest version of each scenario and fiscal year, at the leaf and month it plans for.
with

plan_lines as (

    select * from {{ ref('stg_plan_line') }}

),

periods as (

    select * from {{ ref('stg_fiscal_period') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

versions as (

    select
        plan_lines.scenario,
        periods.fiscal_year,
        max(plan_lines.version) as version
    from plan_lines
    inner join periods on plan_lines.period_id = periods.period_id
    group by plan_lines.scenario, periods.fiscal_year

)

select
    plan_lines.scenario,
    plan_lines.version,
    periods.fiscal_year,
    periods.end_date as month_end,
    posting_units.org_unit_id,
    plan_lines.line_code,
    sum(plan_lines.amount) as amount
from plan_lines
inner join periods on plan_lines.period_id = periods.period_id
inner join posting_units on plan_lines.org_id = posting_units.delivered_org_id
inner join versions
    on plan_lines.scenario = versions.scenario
    and plan_lines.version = versions.version
    and periods.fiscal_year = versions.fiscal_year
group by
    plan_lines.scenario,
    plan_lines.version,
    periods.fiscal_year,
    periods.end_date,
    posting_units.org_unit_id,
    plan_lines.line_code
