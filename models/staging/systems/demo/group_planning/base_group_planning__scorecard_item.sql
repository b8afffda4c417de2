{{ feeds_from('group_planning') }}
with

items as (

    select * from {{ source('group_planning', 'scorecards') }}

),

methods as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '赋权方法'

),

renamed as (

    select
        trim(items."考核表") as scorecard_id,
        trim(items."组织编码") as org_id,
        nullif(trim(items."岗位"), '') as post_id,
        trim(items."指标编码") as indicator_code,
        {{ text_to('items."生效日期"', 'date') }} as valid_from,
        coalesce({{ text_to('items."失效日期"', 'date') }}, cast('9999-12-31' as date)) as valid_to,
        {{ text_to('items."权重"', 'decimal(9, 6)') }} as weight,
        nullif(trim(items."计分曲线"), '') as curve,
        {{ text_to('items."得分上限"', 'decimal(6, 2)') }} as score_cap,
        methods.code as weight_method,
        items._batch_id as batch_id,
        items._row_number as source_row_no,
        items._loaded_at as loaded_at
    from items
    left join methods on trim(items."赋权方法") = methods.source_value

)

select * from renamed
