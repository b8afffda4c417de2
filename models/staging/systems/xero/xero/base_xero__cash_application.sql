{{ feeds_from('xero') }}
-- What a payment's journal took off the receivables: the money it brought, in base currency, and the exchange
-- difference to what its invoice was booked at. A payment taken back is a second, negative row.
with

lines as (

    select * from {{ ref('base_xero__journal_lines') }} where source_type = 'ACCRECPAYMENT'

),

settlements as (

    select * from {{ ref('base_xero__settlements') }}

),

documents as (

    select * from {{ ref('base_xero__documents') }}

),

parts as (

    select
        *,
        case fs_line when 'CASH' then 'receipt' else 'fx_diff' end as apply_type
    from lines
    where fs_line <> 'AR'

),

applied as (

    select
        journal_number,
        journal_date,
        source_id,
        apply_type,
        sum(debit_less_credit) as amount,
        max(batch_id) as batch_id,
        min(source_row_no) as source_row_no,
        max(loaded_at) as loaded_at
    from parts
    group by journal_number, journal_date, source_id, apply_type

)

select
    concat_ws('/', applied.journal_number, applied.apply_type) as application_id,
    applied.source_id as receipt_id,
    applied.journal_date as apply_date,
    applied.journal_date as receipt_date,
    documents.contact_id as customer_id,
    settlements.document_id as invoice_id,
    applied.apply_type,
    applied.amount,
    '{{ var("base_currency") }}' as currency,
    'XR11' as org_id,
    applied.batch_id,
    applied.source_row_no,
    applied.loaded_at
from applied
left join settlements on applied.source_id = settlements.payment_id
left join documents on settlements.document_id = documents.document_id
