-- The document that made somebody a customer: the first with a positive net amount, unless the customer is known to
-- have bought before the delivered history. Credited once, to the unit of that document.
with

documents as (

    select * from {{ ref('fct_sales_documents') }}
    where net_amount > 0 and customer_id is not null

),

customers as (

    select distinct
        surviving_customer_id as customer_id,
        first_purchase_date
    from {{ ref('dim_customers') }}

),

ranked as (

    select
        documents.*,
        row_number() over (
            partition by documents.customer_id order by documents.invoice_date, documents.invoice_id
        ) as place
    from documents

)

select
    ranked.customer_id,
    ranked.invoice_id,
    ranked.org_unit_id,
    ranked.invoice_date,
    ranked.month_end
from ranked
inner join customers on ranked.customer_id = customers.customer_id
where
    ranked.place = 1
    and (customers.first_purchase_date is null or customers.first_purchase_date >= ranked.invoice_date)
