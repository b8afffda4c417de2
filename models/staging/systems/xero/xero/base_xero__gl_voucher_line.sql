{{ feeds_from('xero') }}
-- A journal is a voucher, in base currency. Its reversal stands in red on the side it takes back, so that what an
-- account was charged is not doubled by an edit. Lines against money carry a cash-flow item: a payment's that of what
-- its document was for, any other line that of its account, and a transfer between own bank accounts CF_INTERNAL.
with

lines as (

    select
        *,
        sum(case when fs_line = 'CASH' then 1 else 0 end) over (partition by journal_id) as cash_line_count,
        count(*) over (partition by journal_id) as line_count,
        case when is_reversal then -debit_less_credit else debit_less_credit end as posted_amount,
        case when is_reversal then -1 else 1 end as posted_sign
    from {{ ref('base_xero__journal_lines') }}

),

settlements as (

    select * from {{ ref('base_xero__settlements') }}

),

documents as (

    select * from {{ ref('base_xero__documents') }}

),

document_items as (

    select
        document_id,
        min(cash_flow_item) as cash_flow_item
    from {{ ref('base_xero__document_lines') }}
    group by document_id
    having min(cash_flow_item) = max(cash_flow_item)

),

control_items as (

    select
        journal_id,
        min(case when debit_less_credit > 0 then cash_out_item else cash_in_item end) as cash_flow_item
    from lines
    where source_type in ('ACCRECPAYMENT', 'ACCPAYPAYMENT') and fs_line in ('AR', 'AP')
    group by journal_id

)

select
    'XR01' as entity_id,
    cast(lines.journal_number as {{ dbt.type_string() }}) as voucher_id,
    cast(
        row_number() over (partition by lines.journal_id order by lines.source_row_no) as integer
    ) as line_no,
    lines.journal_date as posting_date,
    lines.period_id,
    lines.account_code,
    'XR11' as org_id,
    lines.posted_sign * greatest(lines.posted_amount, 0) as debit_amount,
    lines.posted_sign * greatest(-lines.posted_amount, 0) as credit_amount,
    '{{ var("base_currency") }}' as currency,
    lines.is_reversal as is_red_letter,
    false as is_closing_entry,
    case
        when lines.cash_line_count = 0 then null
        when lines.fs_line = 'CASH' and lines.cash_line_count < lines.line_count then null
        when lines.posted_amount > 0
            then coalesce(document_items.cash_flow_item, control_items.cash_flow_item, lines.cash_out_item)
        else coalesce(document_items.cash_flow_item, control_items.cash_flow_item, lines.cash_in_item)
    end as cash_flow_item,
    case when lines.fs_line = 'AR' then documents.contact_id end as customer_id,
    coalesce(lines.source_id, lines.journal_id) as source_doc_id,
    lines.posted_at,
    lines.batch_id,
    lines.source_row_no,
    lines.loaded_at
from lines
left join settlements on lines.source_id = settlements.payment_id
left join documents on coalesce(settlements.document_id, lines.source_id) = documents.document_id
left join document_items on settlements.document_id = document_items.document_id
left join control_items on lines.journal_id = control_items.journal_id
