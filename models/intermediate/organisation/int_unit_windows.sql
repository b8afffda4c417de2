-- The frame of every window set: each leaf in each window that it was there for in part at least, with the version its
-- path had in its last month there.
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

months as (

    select * from {{ ref('int_months') }}

),

present as (

    select
        unit_months.org_unit_id,
        windows.window_code,
        windows.period_end,
        windows.first_month_number,
        windows.last_month_number,
        max(unit_months.month_number) as last_month_present
    from windows
    inner join unit_months on unit_months.month_number between windows.first_month_number and windows.last_month_number
    group by
        unit_months.org_unit_id,
        windows.window_code,
        windows.period_end,
        windows.first_month_number,
        windows.last_month_number

)

select
    present.org_unit_id,
    unit_months.org_unit_version_id,
    present.window_code,
    present.period_end,
    present.first_month_number,
    present.last_month_number,
    first_months.month_start as first_day,
    present.period_end as last_day
from present
inner join unit_months
    on present.org_unit_id = unit_months.org_unit_id
    and present.last_month_present = unit_months.month_number
left join months as first_months on present.first_month_number = first_months.month_number
