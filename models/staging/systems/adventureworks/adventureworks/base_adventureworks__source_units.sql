{{ feeds_from('adventureworks') }}
-- What the source calls a unit: organisations and department groups have tables, departments are named with employees.
with

organizations as (

    select * from {{ source('adventureworks', 'dim_organization') }}

),

department_groups as (

    select * from {{ source('adventureworks', 'dim_department_group') }}

),

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}

)

select
    'organization' as source_kind,
    cast("OrganizationKey" as {{ dbt.type_string() }}) as source_key,
    trim("OrganizationName") as org_name,
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from organizations
union all
select
    'department_group' as source_kind,
    cast("DepartmentGroupKey" as {{ dbt.type_string() }}) as source_key,
    trim("DepartmentGroupName") as org_name,
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from department_groups
union all
select
    'department' as source_kind,
    department_name as source_key,
    department_name as org_name,
    max(batch_id) as batch_id,
    min(source_row_no) as source_row_no,
    max(loaded_at) as loaded_at
from employee_rows
group by department_name
