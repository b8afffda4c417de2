-- The day somebody became a customer: of the first document with a positive net amount, or the day that the customer
-- master knows when it lies before the delivered history.
with

documents as (

    select
        customer_id,
        min(invoice_date) as first_document_date
    from {{ ref('fct_sales_documents') }}
    where net_amount > 0 and customer_id is not null
    group by customer_id

),

customers as (

    select distinct
        surviving_customer_id as customer_id,
        first_purchase_date
    from {{ ref('dim_customers') }}

)

select
    documents.customer_id,
    documents.first_document_date,
    least(documents.first_document_date, coalesce(customers.first_purchase_date, documents.first_document_date))
        as first_purchase_date
from documents
inner join customers on documents.customer_id = customers.customer_id
