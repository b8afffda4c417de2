-- The document that made somebody a customer: the first with a positive net amount, unless the customer is known to
-- have bought before the delivered history. Credited once, to the unit of that document.
with

documents as (

    select * from {{ ref('fct_sales_documents') }}
    where net_amount > 0 and customer_id is not null

),

first_dates as (

    select * from {{ ref('fct_customer_first_dates') }} where first_purchase_date = first_document_date

),

ranked as (

    select
        documents.*,
        row_number() over (partition by documents.customer_id order by documents.invoice_id) as place
    from documents
    inner join first_dates
        on documents.customer_id = first_dates.customer_id
        and documents.invoice_date = first_dates.first_document_date

)

select
    customer_id,
    invoice_id,
    org_unit_id,
    invoice_date,
    month_end,
    customer_segment,
    channel,
    employee_id
from ranked
where place = 1
