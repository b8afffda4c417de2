-- On every day on which a scorecard's items change, the weights of those valid sum to 1. 考核表任一时点权重合计为 1。
{{ needs_contracts('scorecard_item') }}
with

change_dates as (

    select
        scorecard_id,
        valid_from as change_date
    from {{ ref('stg_scorecard_item') }}
    union
    select
        scorecard_id,
        valid_to
    from {{ ref('stg_scorecard_item') }}

),

scorecards as (

    select
        change_dates.scorecard_id,
        change_dates.change_date,
        sum(item.weight) as total_weight
    from change_dates
    inner join {{ ref('stg_scorecard_item') }} as item
        on change_dates.scorecard_id = item.scorecard_id
        and change_dates.change_date >= item.valid_from
        and change_dates.change_date < item.valid_to
    group by change_dates.scorecard_id, change_dates.change_date

)

select *
from scorecards
where total_weight <> 1
