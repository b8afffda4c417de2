{{ feeds_from('xero') }}
-- Payments in parts: all that is left of the day a document was fully paid, with one earlier payment or without, adds
-- up to it. Each part was rounded, so give or take a cent.
with

full_settlements as (

    select * from {{ ref('base_xero__full_settlements') }}

),

payments as (

    select payments.*
    from {{ ref('base_xero__payments') }} as payments
    left join full_settlements on payments.payment_id = full_settlements.payment_id
    where payments.is_standing and full_settlements.payment_id is null

),

documents as (

    select documents.*
    from {{ ref('base_xero__documents') }} as documents
    left join full_settlements on documents.document_id = full_settlements.document_id
    where documents.document_status = 'PAID' and full_settlements.document_id is null

),

last_days as (

    select
        document_type,
        payment_date,
        sum(settled_amount) as settled_amount
    from payments
    group by document_type, payment_date

),

completed as (

    select
        documents.document_id,
        documents.document_type,
        documents.fully_paid_date,
        earlier.payment_id as earlier_payment_id
    from documents
    inner join last_days
        on documents.document_type = last_days.document_type
        and documents.fully_paid_date = last_days.payment_date
    left join payments as earlier
        on documents.document_type = earlier.document_type
        and documents.fully_paid_date > earlier.payment_date
        and abs(documents.total_base_amount - last_days.settled_amount - earlier.settled_amount) <= 0.01
    where
        earlier.payment_id is not null
        or abs(documents.total_base_amount - last_days.settled_amount) <= 0.01

)

select
    earlier_payment_id as payment_id,
    document_id
from completed
where earlier_payment_id is not null
union all
select
    payments.payment_id,
    completed.document_id
from completed
inner join payments
    on completed.document_type = payments.document_type
    and completed.fully_paid_date = payments.payment_date
