-- A window is closed once all its months are.
with

windows as (

    select * from {{ ref('int_windows') }}

),

closings as (

    select
        window_months.window_code,
        window_months.period_end,
        case when count(fiscal_periods.closed_at) = count(*) then max(fiscal_periods.closed_at) end as closed_at
    from {{ ref('int_window_months') }} as window_months
    inner join {{ ref('int_months') }} as months on window_months.month_end = months.month_end
    inner join {{ ref('stg_fiscal_period') }} as fiscal_periods on months.period_id = fiscal_periods.period_id
    group by window_months.window_code, window_months.period_end

)

select
    windows.window_code,
    windows.period_end,
    windows.period_id,
    windows.fiscal_year,
    windows.fiscal_quarter,
    windows.months_in_window,
    windows.is_complete,
    windows.has_prior_year,
    closings.closed_at
from windows
left join closings
    on windows.window_code = closings.window_code
    and windows.period_end = closings.period_end
order by windows.period_end, windows.window_code
