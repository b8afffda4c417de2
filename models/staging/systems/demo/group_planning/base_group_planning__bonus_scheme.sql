{{ feeds_from('group_planning') }}
with

schemes as (

    select * from {{ source('group_planning', 'bonus_schemes') }}

),

renamed as (

    select
        trim("方案编码") as scheme_id,
        trim("组织编码") as org_id,
        {{ text_to('"年度"', 'integer') }} as fiscal_year,
        trim("考核表") as scorecard_id,
        {{ text_to('"基准奖金"', 'decimal(18, 2)') }} as base_pool,
        {{ text_to('"预算奖金"', 'decimal(18, 2)') }} as budget_pool,
        {{ text_to('"利润门槛"', 'decimal(18, 2)') }} as hurdle_profit,
        {{ text_to('"提取比例"', 'decimal(9, 6)') }} as sharing_rate,
        nullif(trim("现金指标"), '') as cash_gate_indicator,
        {{ text_to('"现金指标目标"', 'decimal(18, 6)') }} as cash_gate_target,
        {{ text_to('"倍数上限"', 'decimal(6, 3)') }} as max_multiplier,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from schemes

)

select * from renamed
