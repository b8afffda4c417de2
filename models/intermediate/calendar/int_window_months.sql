-- Which months make up a window, and which of them opens and closes it.
with

windows as (

    select * from {{ ref('int_windows') }}

),

months as (

    select * from {{ ref('int_months') }}

)

select
    windows.window_code,
    windows.period_end,
    windows.window_number,
    windows.first_month_number,
    windows.last_month_number,
    months.month_number,
    months.month_end,
    months.month_number = windows.first_month_number as is_first_month,
    months.month_number = windows.last_month_number as is_last_month
from windows
inner join months
    on months.month_number between windows.first_month_number and windows.last_month_number
