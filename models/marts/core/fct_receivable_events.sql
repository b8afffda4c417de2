-- What opens and reduces receivables: credit documents, and what was applied to them. An event counts from its own date
-- in the open amount, and in the overdue amount only once its item is due; a credit note shares its invoice's due date.
with

documents as (

    select * from {{ ref('fct_sales_documents') }} where is_credit_sale

),

applications as (

    select * from {{ ref('stg_cash_application') }} where invoice_id is not null

),

items as (

    select
        documents.invoice_id,
        documents.org_unit_id,
        documents.employee_id,
        documents.invoice_date,
        documents.currency,
        documents.gross_amount,
        coalesce(documents.due_date, originals.due_date, documents.invoice_date) as due_date
    from documents
    left join documents as originals on documents.original_invoice_id = originals.invoice_id

),

events as (

    select
        invoice_id || '/billed' as event_id,
        'billed' as event_type,
        invoice_id,
        org_unit_id,
        employee_id,
        currency,
        invoice_date,
        invoice_date as event_date,
        due_date,
        gross_amount as amount
    from items
    union all
    select
        applications.application_id as event_id,
        applications.apply_type as event_type,
        items.invoice_id,
        items.org_unit_id,
        items.employee_id,
        items.currency,
        items.invoice_date,
        applications.apply_date as event_date,
        items.due_date,
        -applications.amount as amount
    from applications
    inner join items on applications.invoice_id = items.invoice_id

)

select
    event_id,
    event_type,
    invoice_id,
    org_unit_id,
    employee_id,
    currency,
    invoice_date,
    due_date,
    event_date,
    -- Overdue at a month end means due before it: from the day after the due date on.
    greatest(event_date, cast({{ dbt.dateadd('day', 1, 'due_date') }} as date)) as overdue_event_date,
    cast(amount as decimal(18, 4)) as amount
from events
