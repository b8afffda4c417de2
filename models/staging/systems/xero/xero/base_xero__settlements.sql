{{ feeds_from('xero') }}
-- Journals of payments do not name the document paid: it is found by amount and day. A payment taken back belongs to
-- the document of its amount, whenever that was paid in the end.
with

taken_back as (

    select
        payments.payment_id,
        documents.document_id
    from {{ ref('base_xero__payments') }} as payments
    inner join {{ ref('base_xero__documents') }} as documents
        on payments.document_type = documents.document_type
        and payments.settled_amount = documents.total_base_amount
    where not payments.is_standing and documents.document_status = 'PAID'

),

candidates as (

    select * from {{ ref('base_xero__full_settlements') }}
    union all
    select * from {{ ref('base_xero__part_settlements') }}
    union all
    select * from taken_back

)

select
    payment_id,
    min(document_id) as document_id
from candidates
group by payment_id
