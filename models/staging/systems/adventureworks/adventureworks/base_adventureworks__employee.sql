{{ feeds_from('adventureworks') }}
with

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}
    where next_start_date is null

)

select
    employee_id,
    {{ dbt.hash('national_id') }} as id_hash,
    hire_date,
    case when not is_current then end_date end as leave_date,
    'regular' as employment_type,
    batch_id,
    source_row_no,
    loaded_at
from employee_rows
