{{ feeds_from('group_planning') }}
with

targets as (

    select * from {{ source('group_planning', 'targets') }}

),

period_types as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '周期'

),

methods as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '制定方法'

),

renamed as (

    select
        trim(targets."指标编码") as indicator_code,
        trim(targets."组织编码") as org_id,
        period_types.code as period_type,
        {{ text_to('targets."期间"', 'integer') }} as period_id,
        {{ text_to('targets."版本"', 'integer') }} as version,
        {{ text_to('targets."门槛值"', 'decimal(20, 6)') }} as floor_value,
        {{ text_to('targets."目标值"', 'decimal(20, 6)') }} as target_value,
        {{ text_to('targets."挑战值"', 'decimal(20, 6)') }} as stretch_value,
        {{ text_to('targets."区间下限"', 'decimal(20, 6)') }} as band_low,
        {{ text_to('targets."区间上限"', 'decimal(20, 6)') }} as band_high,
        {{ text_to('targets."基数"', 'decimal(20, 6)') }} as base_weight,
        nullif(trim(targets."上级组织"), '') as parent_org_id,
        methods.code as method,
        nullif(trim(targets."责任人"), '') as owner_employee_id,
        nullif(trim(targets."批准人"), '') as approved_by,
        {{ text_to('targets."批准时间"', 'timestamp') }} as approved_at,
        targets._batch_id as batch_id,
        targets._row_number as source_row_no,
        targets._loaded_at as loaded_at
    from targets
    left join period_types on trim(targets."周期") = period_types.source_value
    left join methods on trim(targets."制定方法") = methods.source_value

)

select * from renamed
