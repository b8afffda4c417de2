-- The instants balances are taken at: the end of every reported month, and month 0 for all that came before the first.
with

months as (

    select * from {{ ref('int_months') }}

),

before_the_first as (

    select
        0 as month_number,
        cast('1900-01-01' as date) as month_start,
        cast({{ dbt.dateadd('day', -1, 'min(month_start)') }} as date) as month_end
    from months

)

select
    month_number,
    month_start,
    month_end
from before_the_first
union all
select
    month_number,
    month_start,
    month_end
from months
