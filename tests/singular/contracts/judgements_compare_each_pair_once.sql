-- An expert compares each pair of indicators once; the reciprocal is derived, not delivered.
-- 每位专家对每对指标只判断一次,倒数由系统推得。
{{ needs_contracts('ahp_judgement') }}
with

judgements as (

    select * from {{ ref('stg_ahp_judgement') }}

)

select
    judgements.scorecard_id,
    judgements.expert_id,
    judgements.indicator_i,
    judgements.indicator_j
from judgements
inner join judgements as reversed
    on judgements.scorecard_id = reversed.scorecard_id
    and judgements.expert_id = reversed.expert_id
    and judgements.indicator_i = reversed.indicator_j
    and judgements.indicator_j = reversed.indicator_i
