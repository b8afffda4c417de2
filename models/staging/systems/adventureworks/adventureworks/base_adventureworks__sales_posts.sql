{{ feeds_from('adventureworks') }}
-- The posts that carry a quota, one per salesperson, below the unit of the salesperson's territory (managers: the
-- business unit they sell for).
with

quotas as (

    select distinct "EmployeeKey" as employee_key from {{ source('adventureworks', 'fact_sales_quota') }}

),

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}

),

areas as (

    select * from {{ ref('adventureworks__sales_areas') }}

),

manager_units as (

    select * from {{ ref('adventureworks__sales_manager_units') }}

)

select
    quotas.employee_key,
    'AWP' || cast(employee_rows.first_employee_key as {{ dbt.type_string() }}) as org_id,
    employee_rows.employee_name || ', ' || employee_rows.title as org_name,
    coalesce(manager_units.org_id, areas.org_id) as parent_org_id,
    employee_rows.employee_id,
    employee_rows.batch_id,
    employee_rows.source_row_no,
    employee_rows.loaded_at
from quotas
inner join employee_rows on quotas.employee_key = employee_rows.employee_key
left join areas on employee_rows.sales_territory_key = areas.sales_territory_key
left join manager_units on employee_rows.title = manager_units.title
