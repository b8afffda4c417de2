{{ feeds_from('xero') }}
-- Payments that settle a document's whole amount on the day it was fully paid. Where several documents of one day have
-- the same amount, each takes one payment.
with

payments as (

    select
        *,
        row_number() over (partition by document_type, payment_date, settled_amount order by payment_id) as place
    from {{ ref('base_xero__payments') }}
    where is_standing

),

documents as (

    select
        *,
        row_number() over (
            partition by document_type, fully_paid_date, total_base_amount order by document_date, document_id
        ) as place
    from {{ ref('base_xero__documents') }}
    where document_status = 'PAID'

)

select
    payments.payment_id,
    documents.document_id
from payments
inner join documents
    on payments.document_type = documents.document_type
    and payments.payment_date = documents.fully_paid_date
    and payments.settled_amount = documents.total_base_amount
    and payments.place = documents.place
