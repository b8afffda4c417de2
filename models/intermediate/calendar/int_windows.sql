-- Five windows end in a month: the month, its quarter and year when they end there, the year to date, and twelve months
-- rolling (from the company's twelfth month on).
with

months as (

    select * from {{ ref('int_months') }}

),

window_lengths as (

    select 'M' as window_code, 1 as months_wanted, months.* from months
    union all
    select 'Q' as window_code, 3 as months_wanted, months.* from months where mod(month_of_year, 3) = 0
    union all
    select 'YTD' as window_code, month_of_year as months_wanted, months.* from months
    union all
    select 'TTM' as window_code, 12 as months_wanted, months.* from months where month_number >= 12
    union all
    select 'FY' as window_code, 12 as months_wanted, months.* from months where month_of_year = 12

),

calendar as (

    select min(month_start) as first_day from months

)

select
    window_lengths.window_code,
    window_lengths.month_end as period_end,
    row_number() over (order by window_lengths.month_end, window_lengths.window_code) as window_number,
    window_lengths.period_id,
    window_lengths.fiscal_year,
    window_lengths.fiscal_quarter,
    window_lengths.months_wanted as months_in_window,
    window_lengths.month_number as last_month_number,
    window_lengths.month_number - window_lengths.months_wanted + 1 as first_month_number,
    coalesce(first_months.month_start, calendar.first_day) as first_day,
    prior_months.month_end as prior_period_end,
    window_lengths.month_number >= window_lengths.months_wanted as is_complete,
    window_lengths.month_number >= window_lengths.months_wanted + 12 as has_prior_year
from window_lengths
cross join calendar
left join months as first_months
    on window_lengths.month_number - window_lengths.months_wanted + 1 = first_months.month_number
left join months as prior_months on window_lengths.month_number - 12 = prior_months.month_number
