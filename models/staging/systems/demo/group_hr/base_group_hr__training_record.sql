{{ feeds_from('group_hr') }}
with

training as (

    select * from {{ source('group_hr', 'training') }}

),

renamed as (

    select
        trim("工号") as employee_id,
        trim("课程编码") as course_id,
        {{ text_to('"培训日期"', 'date') }} as train_date,
        {{ text_to('"学时"', 'decimal(8, 2)') }} as hours,
        {{ text_to('"人均费用"', 'decimal(18, 2)') }} as cost_amount,
        case trim("考核结果") when '合格' then true when '不合格' then false end as passed,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from training

)

select * from renamed
