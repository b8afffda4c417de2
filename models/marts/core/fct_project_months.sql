-- Where a project stood at each month end it was followed to, month 0 being the one before the first reported one, and
-- the month its launch is counted in, on the first row that knows of it.
with

project_months as (

    select * from {{ ref('stg_project_month') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

months as (

    select * from {{ ref('int_months') }}

),

month_ends as (

    select
        month_ends.month_number,
        month_ends.month_end,
        coalesce(
            months.period_id,
            cast(extract(year from month_ends.month_end) * 100 + extract(month from month_ends.month_end) as integer)
        ) as period_id
    from {{ ref('int_month_ends') }} as month_ends
    left join months on month_ends.month_number = months.month_number

),

days as (

    select * from {{ ref('int_days') }}

),

ranked as (

    select
        project_months.*,
        row_number() over (
            partition by project_id, case when launch_date is not null then 1 else 0 end
            order by period_id
        ) as place_since_launch
    from project_months

)

select
    ranked.project_id,
    ranked.period_id,
    posting_units.org_unit_id,
    month_ends.month_number,
    month_ends.month_end,
    ranked.project_type,
    ranked.budget_at_completion,
    ranked.planned_value,
    ranked.earned_value,
    ranked.actual_cost,
    cast(coalesce(ranked.realised_benefit, 0) as decimal(18, 2)) as realised_benefit,
    ranked.start_date,
    ranked.launch_date,
    case when ranked.place_since_launch = 1 then days.month_number end as launched_month_number,
    ranked.source_system
from ranked
inner join posting_units on ranked.org_id = posting_units.delivered_org_id
left join month_ends on ranked.period_id = month_ends.period_id
left join days on ranked.launch_date = days.date_day
