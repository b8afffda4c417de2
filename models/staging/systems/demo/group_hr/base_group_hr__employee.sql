{{ feeds_from('group_hr') }}
with

roster as (

    select * from {{ source('group_hr', 'roster') }}

),

leave_types as (

    select * from {{ ref('group_hr__value_lists') }}
    where value_list = '离职原因'

),

employment_types as (

    select * from {{ ref('group_hr__value_lists') }}
    where value_list = '用工形式'

),

renamed as (

    select
        trim(roster."工号") as employee_id,
        nullif(trim(roster."证件哈希"), '') as id_hash,
        {{ text_to('roster."入职日期"', 'date') }} as hire_date,
        {{ text_to('roster."离职日期"', 'date') }} as leave_date,
        leave_types.code as leave_type,
        employment_types.code as employment_type,
        roster._batch_id as batch_id,
        roster._row_number as source_row_no,
        roster._loaded_at as loaded_at
    from roster
    left join leave_types on trim(roster."离职原因") = leave_types.source_value
    left join employment_types on trim(roster."用工形式") = employment_types.source_value

)

select * from renamed
