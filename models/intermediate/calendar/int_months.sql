-- A month is reported once it has ended before the as-of date. Its place in the fiscal year is counted from the end of
-- the year when the company's first year is delivered in part.
with

periods as (

    select * from {{ ref('stg_fiscal_period') }} where not is_adjustment

),

numbered as (

    select
        period_id,
        start_date as month_start,
        end_date as month_end,
        fiscal_year,
        fiscal_quarter,
        row_number() over (order by period_id) as month_number,
        row_number() over (partition by fiscal_year order by period_id) as place_delivered,
        count(*) over (partition by fiscal_year) as months_delivered,
        min(fiscal_year) over () as first_year,
        max(fiscal_year) over () as last_year
    from periods

),

placed as (

    select
        period_id,
        month_start,
        month_end,
        fiscal_year,
        fiscal_quarter,
        month_number,
        cast(
            case
                when fiscal_year = first_year and first_year < last_year then place_delivered + 12 - months_delivered
                else place_delivered
            end as integer
        ) as month_of_year
    from numbered

)

select
    period_id,
    month_start,
    month_end,
    fiscal_year,
    fiscal_quarter,
    cast(month_number as integer) as month_number,
    month_of_year
from placed
where month_end < cast('{{ var("as_of_date") }}' as date)
