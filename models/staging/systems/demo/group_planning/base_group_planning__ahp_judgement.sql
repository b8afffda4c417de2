{{ feeds_from('group_planning') }}
with

judgements as (

    select * from {{ source('group_planning', 'judgements') }}

),

renamed as (

    select
        trim("考核表") as scorecard_id,
        trim("专家") as expert_id,
        trim("指标甲") as indicator_i,
        trim("指标乙") as indicator_j,
        {{ text_to('"重要性"', 'decimal(9, 6)') }} as judgement,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from judgements

)

select * from renamed
