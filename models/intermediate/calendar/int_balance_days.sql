{#- 100,000 days reach from 1900 to 2173. -#}
-- Every day up to the end of the last reported month, and the first month end whose balance holds what happened on it,
-- so that dated rows find it by equality. Month 0 takes all days before the first reported month.
with

month_ends as (

    select * from {{ ref('int_month_ends') }}

),

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

days as (

    select
        cast(
            {{ dbt.dateadd(
                'day', 'd4.digit * 10000 + d3.digit * 1000 + d2.digit * 100 + d1.digit * 10 + d0.digit', "cast('1900-01-01' as date)"
            ) }} as date
        ) as date_day
    from digits as d0
    cross join digits as d1
    cross join digits as d2
    cross join digits as d3
    cross join digits as d4

)

select
    days.date_day,
    month_ends.month_number,
    month_ends.month_end
from days
inner join month_ends on days.date_day between month_ends.month_start and month_ends.month_end
