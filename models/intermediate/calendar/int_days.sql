-- Every day of the reported months and the month it is reported in, so that dated rows find their month by equality.
with

months as (

    select * from {{ ref('int_months') }}

),

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

day_numbers as (

    select tens.digit * 10 + ones.digit as day_number
    from digits as tens
    cross join digits as ones

)

select
    cast({{ dbt.dateadd('day', 'day_numbers.day_number', 'months.month_start') }} as date) as date_day,
    months.month_end,
    months.month_number,
    months.period_id
from months
inner join day_numbers
    on cast({{ dbt.dateadd('day', 'day_numbers.day_number', 'months.month_start') }} as date) <= months.month_end
