{{ feeds_from('adventureworks') }}
-- Intervals run to the next row's start: the source ends some rows on the day the next one starts, others a day before.
with

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}

),

units as (

    select * from {{ ref('adventureworks__units') }}
    where source_kind = 'department'

)

select
    employee_rows.employee_id,
    employee_rows.start_date as valid_from,
    coalesce(
        employee_rows.next_start_date,
        cast(
            case
                when not employee_rows.is_current then {{ dbt.dateadd('day', 1, 'employee_rows.end_date') }}
            end as date
        ),
        cast('9999-12-31' as date)
    ) as valid_to,
    units.org_id,
    employee_rows.title as post_id,
    1 as fte,
    true as is_primary,
    case
        when employee_rows.previous_department_name is null then 'hire'
        when employee_rows.previous_department_name <> employee_rows.department_name then 'transfer'
        else 'change'
    end as event_type,
    managers.employee_id as manager_employee_id,
    employee_rows.batch_id,
    employee_rows.source_row_no,
    employee_rows.loaded_at
from employee_rows
left join units on employee_rows.department_name = units.source_key
left join employee_rows as managers on employee_rows.manager_employee_key = managers.employee_key
