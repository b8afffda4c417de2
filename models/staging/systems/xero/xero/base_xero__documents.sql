{{ feeds_from('xero') }}
-- Sales invoices (ACCREC) and bills (ACCPAY). Each carries its own rate, foreign currency per base currency, at which
-- the ledger booked it in whole cents; drafts, submitted, voided and deleted ones are not in force.
with

invoices as (

    select * from {{ source('xero', 'invoice') }}

),

typed as (

    select
        trim(invoice_id) as document_id,
        nullif(trim(invoice_number), '') as document_number,
        trim("type") as document_type,
        trim("status") as document_status,
        trim(contact_id) as contact_id,
        {{ text_to('"date"', 'date') }} as document_date,
        {{ text_to('due_date', 'date') }} as due_date,
        {{ text_to('fully_paid_on_date', 'date') }} as fully_paid_date,
        trim(currency_code) as currency,
        {{ text_to('currency_rate', 'decimal(18, 8)') }} as currency_rate,
        trim(line_amount_types) = 'Inclusive' as has_tax_in_lines,
        {{ text_to('total', 'decimal(18, 2)') }} as total_amount,
        {{ text_to('amount_due', 'decimal(18, 2)') }} as open_amount,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from invoices

)

select
    *,
    document_status in ('AUTHORISED', 'PAID') as is_in_force,
    cast(round({{ divide('total_amount', 'currency_rate') }}, 2) as decimal(18, 2)) as total_base_amount,
    {{ divide('open_amount', 'currency_rate') }} as open_base_amount
from typed
