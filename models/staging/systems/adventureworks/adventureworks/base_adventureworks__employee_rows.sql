{{ feeds_from('adventureworks') }}
-- DimEmployee holds one row per department held. A person is a national id; the id used here is the person's first key.
with

rows_delivered as (

    select
        cast("EmployeeKey" as integer) as employee_key,
        cast(nullif(trim("ParentEmployeeKey"), '') as integer) as manager_employee_key,
        trim("EmployeeNationalIDAlternateKey") as national_id,
        cast("SalesTerritoryKey" as integer) as sales_territory_key,
        trim("FirstName") || ' ' || trim("LastName") as employee_name,
        trim("Title") as title,
        trim("DepartmentName") as department_name,
        cast("HireDate" as date) as hire_date,
        cast("StartDate" as date) as start_date,
        cast(nullif(trim("EndDate"), '') as date) as end_date,
        coalesce(trim("Status"), '') = 'Current' as is_current,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('adventureworks', 'dim_employee') }}

),

persons as (

    select
        national_id,
        min(employee_key) as first_employee_key
    from rows_delivered
    group by national_id

)

select
    rows_delivered.*,
    persons.first_employee_key,
    'AWE' || cast(persons.first_employee_key as {{ dbt.type_string() }}) as employee_id,
    lag(rows_delivered.department_name) over (
        partition by rows_delivered.national_id order by rows_delivered.start_date, rows_delivered.employee_key
    ) as previous_department_name,
    lead(rows_delivered.start_date) over (
        partition by rows_delivered.national_id order by rows_delivered.start_date, rows_delivered.employee_key
    ) as next_start_date
from rows_delivered
inner join persons on rows_delivered.national_id = persons.national_id
