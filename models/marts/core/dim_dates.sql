-- Every day of the reported months; metric queries end where the closed books end.
with

calendar as (

    select
        min(month_start) as first_day,
        max(month_end) as last_day
    from {{ ref('int_months') }}

),

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

numbers as (

    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as day_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands

),

days as (

    select
        cast({{ dbt.dateadd('day', 'numbers.day_number', 'calendar.first_day') }} as date) as date_day,
        calendar.last_day
    from numbers
    cross join calendar

)

select date_day
from days
where date_day <= last_day
