{{ feeds_from('adventureworks') }}
-- One row per quota as delivered. Its period is the month of its date: the quotas of 2011-07-01 and 2011-09-29 both
-- fall into the third quarter of 2011 and stay apart that way.
with

quotas as (

    select * from {{ source('adventureworks', 'fact_sales_quota') }}

),

posts as (

    select * from {{ ref('base_adventureworks__sales_posts') }}

)

select
    'revenue' as indicator_code,
    posts.org_id,
    'Q' as period_type,
    cast(extract(year from quotas."Date") * 100 + extract(month from quotas."Date") as integer) as period_id,
    1 as version,
    cast(quotas."SalesAmountQuota" as decimal(20, 6)) as target_value,
    posts.parent_org_id,
    'manual' as method,
    posts.employee_id as owner_employee_id,
    quotas._batch_id as batch_id,
    quotas._row_number as source_row_no,
    quotas._loaded_at as loaded_at
from quotas
left join posts on quotas."EmployeeKey" = posts.employee_key
