with

documents as (

    select * from {{ ref('fct_sales_documents') }}
    where
        net_amount > 0
        and customer_id is not null
        and month_end is not null

),

unit_months as (

    select * from {{ ref('int_unit_months') }}

)

select distinct
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    documents.customer_id
from documents
inner join unit_months
    on documents.org_unit_id = unit_months.org_unit_id
    and documents.month_end = unit_months.month_end
