{{ feeds_from('group_planning') }}
with

units as (

    select * from {{ source('group_planning', 'units') }}

),

levels as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '层级'

),

kinds as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '类型'

),

industries as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '行业'

),

renamed as (

    select
        trim(units."组织编码") as org_id,
        {{ text_to('units."生效日期"', 'date') }} as valid_from,
        {{ text_to('units."失效日期"', 'date') }} as valid_to,
        nullif(trim(units."组织名称"), '') as org_name,
        nullif(trim(units."上级编码"), '') as parent_org_id,
        levels.code as level_code,
        kinds.code as org_type,
        industries.code as industry,
        nullif(trim(units."账套"), '') as entity_id,
        nullif(trim(units."本位币"), '') as functional_currency,
        case trim(units."是否利润中心") when '是' then true when '否' then false end as is_profit_center,
        nullif(trim(units."负责人工号"), '') as manager_employee_id,
        nullif(trim(units."对标组"), '') as peer_group,
        {{ text_to('units."营业面积"', 'decimal(12, 2)') }} as area_sqm,
        {{ text_to('units."开业日期"', 'date') }} as open_date,
        {{ text_to('units."关闭日期"', 'date') }} as close_date,
        units._batch_id as batch_id,
        units._row_number as source_row_no,
        units._loaded_at as loaded_at
    from units
    left join levels on trim(units."层级") = levels.source_value
    left join kinds on trim(units."类型") = kinds.source_value
    left join industries on trim(units."行业") = industries.source_value

)

select * from renamed
