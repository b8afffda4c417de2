{{ feeds_from('xero') }}
-- Calendar months with journals. The fiscal year is named for the calendar year it ends in: it ends with February, on
-- the 29th as the organisation says or on the 28th. The source locks nothing: a month that had ended when the last
-- journal was written counts as closed.
with

journals as (

    select * from {{ ref('base_xero__journals') }}

),

organizations as (

    select
        {{ text_to('financial_year_end_month', 'integer') }} as last_month
    from {{ source('xero', 'organization') }}

),

extracts as (

    select max(posted_at) as extracted_at from {{ ref('base_xero__journals') }}

),

months as (

    select
        period_id,
        cast({{ dbt.date_trunc('month', 'min(journal_date)') }} as date) as start_date,
        cast({{ dbt.last_day('min(journal_date)', 'month') }} as date) as end_date,
        max(batch_id) as batch_id,
        min(source_row_no) as source_row_no,
        max(loaded_at) as loaded_at
    from journals
    group by period_id

),

placed as (

    select
        months.*,
        mod(mod(months.period_id, 100) + 11 - organizations.last_month, 12) as months_before_in_year,
        mod(months.period_id, 100) > organizations.last_month as is_of_next_year
    from months
    cross join organizations

)

select
    placed.period_id,
    placed.start_date,
    placed.end_date,
    cast(extract(year from placed.start_date) as integer) + case when placed.is_of_next_year then 1 else 0 end
        as fiscal_year,
    case
        when placed.months_before_in_year < 3 then 1
        when placed.months_before_in_year < 6 then 2
        when placed.months_before_in_year < 9 then 3
        else 4
    end as fiscal_quarter,
    case when placed.end_date < cast(extracts.extracted_at as date) then 'closed' else 'open' end as status,
    false as is_adjustment,
    placed.batch_id,
    placed.source_row_no,
    placed.loaded_at
from placed
cross join extracts
