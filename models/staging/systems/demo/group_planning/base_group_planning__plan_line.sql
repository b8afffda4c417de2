{{ feeds_from('group_planning') }}
with

budget as (

    select * from {{ source('group_planning', 'budget') }}

),

scenarios as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '情景'

),

renamed as (

    select
        scenarios.code as scenario,
        nullif(trim(budget."版本"), '') as version,
        {{ text_to('budget."期间"', 'integer') }} as period_id,
        trim(budget."组织编码") as org_id,
        nullif(trim(budget."项目"), '') as line_code,
        {{ text_to('budget."金额"', 'decimal(20, 4)') }} as amount,
        budget._batch_id as batch_id,
        budget._row_number as source_row_no,
        budget._loaded_at as loaded_at
    from budget
    left join scenarios on trim(budget."情景") = scenarios.source_value

)

select * from renamed
