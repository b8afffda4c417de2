{{ feeds_from('adventureworks') }}
-- Calendar months (the published totals are by calendar year), from the first month with finance data to the last with
-- stock. The source closes nothing: a month that ended before the as-of date counts as closed, on the next 8th.
with

dates as (

    select
        cast("FullDateAlternateKey" as date) as calendar_date,
        cast("CalendarYear" as integer) as fiscal_year,
        cast("CalendarQuarter" as integer) as fiscal_quarter,
        cast("CalendarYear" as integer) * 100 + cast("MonthNumberOfYear" as integer) as period_id,
        _batch_id,
        _row_number,
        _loaded_at
    from {{ source('adventureworks', 'dim_date') }}

),

finance_start as (

    select min(period_id) as period_id from {{ ref('base_adventureworks__finance_amounts') }}

),

stock_end as (

    select max("MovementDate") as movement_date from {{ source('adventureworks', 'fact_product_inventory') }}

),

months as (

    select
        dates.period_id,
        min(dates.calendar_date) as start_date,
        max(dates.calendar_date) as end_date,
        min(dates.fiscal_year) as fiscal_year,
        min(dates.fiscal_quarter) as fiscal_quarter,
        max(dates._batch_id) as batch_id,
        min(dates._row_number) as source_row_no,
        max(dates._loaded_at) as loaded_at
    from dates
    inner join finance_start on dates.period_id >= finance_start.period_id
    inner join stock_end on dates.calendar_date <= stock_end.movement_date
    group by dates.period_id

)

select
    period_id,
    start_date,
    end_date,
    fiscal_year,
    fiscal_quarter,
    case when end_date < cast('{{ var("as_of_date") }}' as date) then 'closed' else 'open' end as status,
    case
        when end_date < cast('{{ var("as_of_date") }}' as date)
            then cast({{ dbt.dateadd('day', 8, 'end_date') }} as timestamp)
    end as closed_at,
    false as is_adjustment,
    batch_id,
    source_row_no,
    loaded_at
from months
