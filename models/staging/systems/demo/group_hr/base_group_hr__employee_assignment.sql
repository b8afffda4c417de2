{{ feeds_from('group_hr') }}
-- The HR system gives the last day of an assignment (inclusive); an empty one is open.
with

assignments as (

    select * from {{ source('group_hr', 'assignments') }}

),

departments as (

    select * from {{ ref('group_hr__departments') }}

),

event_types as (

    select * from {{ ref('group_hr__value_lists') }}
    where value_list = '异动类型'

),

typed as (

    select
        trim("工号") as employee_id,
        {{ text_to('"开始日期"', 'date') }} as valid_from,
        {{ text_to('"结束日期"', 'date') }} as last_day,
        trim("部门编码") as department_code,
        nullif(trim("岗位"), '') as post_id,
        nullif(trim("职级"), '') as grade,
        {{ text_to('"任职比例"', 'decimal(5, 4)') }} as fte,
        case trim("主岗") when '是' then true when '否' then false end as is_primary,
        trim("异动类型") as event_name,
        nullif(trim("直接上级"), '') as manager_employee_id,
        _batch_id,
        _row_number,
        _loaded_at
    from assignments

),

renamed as (

    select
        typed.employee_id,
        typed.valid_from,
        coalesce(cast({{ dbt.dateadd('day', 1, 'typed.last_day') }} as date), cast('9999-12-31' as date)) as valid_to,
        departments.org_id,
        typed.post_id,
        typed.grade,
        typed.fte,
        typed.is_primary,
        event_types.code as event_type,
        typed.manager_employee_id,
        typed._batch_id as batch_id,
        typed._row_number as source_row_no,
        typed._loaded_at as loaded_at
    from typed
    left join departments on typed.department_code = departments.department_code
    left join event_types on typed.event_name = event_types.source_value

)

select * from renamed
