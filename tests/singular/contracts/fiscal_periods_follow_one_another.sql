-- Regular periods follow one another without gap or overlap; period 13 lies inside its year's last period.
-- 常规期间首尾相接,不重叠、不间断;第 13 期落在当年最后一期内。
{{ needs_contracts('fiscal_period') }}
with

regular_periods as (

    select
        period_id,
        start_date,
        end_date,
        lead(start_date) over (order by start_date, period_id) as next_start_date
    from {{ ref('stg_fiscal_period') }}
    where not is_adjustment

),

problems as (

    select period_id
    from regular_periods
    where next_start_date <> {{ dbt.dateadd('day', 1, 'end_date') }}
    union all
    select adjustment.period_id
    from {{ ref('stg_fiscal_period') }} as adjustment
    left join regular_periods
        on adjustment.period_id - 1 = regular_periods.period_id
        and adjustment.start_date >= regular_periods.start_date
        and adjustment.end_date <= regular_periods.end_date
    where
        adjustment.is_adjustment
        and regular_periods.period_id is null

)

select * from problems
