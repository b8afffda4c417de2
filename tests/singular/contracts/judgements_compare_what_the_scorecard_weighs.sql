-- Both indicators of a pair stand on the scorecard whose weights the judgement sets.
-- 被比较的两个指标均须在该考核表中。
{{ needs_contracts('ahp_judgement', 'scorecard_item') }}
with

judgements as (

    select * from {{ ref('stg_ahp_judgement') }}

),

compared as (

    select
        scorecard_id,
        indicator_i as indicator_code
    from judgements
    union
    select
        scorecard_id,
        indicator_j as indicator_code
    from judgements

),

items as (

    select distinct
        scorecard_id,
        indicator_code
    from {{ ref('stg_scorecard_item') }}

)

select compared.*
from compared
left join items
    on compared.scorecard_id = items.scorecard_id
    and compared.indicator_code = items.indicator_code
where items.indicator_code is null
