{{ feeds_from('xero') }}
with

lines as (

    select * from {{ source('xero', 'invoice_line_item') }}

),

accounts as (

    select * from {{ source('xero', 'account') }}

),

mapping as (

    select * from {{ ref('xero__accounts') }}

),

documents as (

    select * from {{ ref('base_xero__documents') }}

),

typed as (

    select
        trim(lines.invoice_id) as document_id,
        {{ text_to('lines.quantity', 'decimal(18, 4)') }} as quantity,
        {{ text_to('lines.unit_amount', 'decimal(18, 4)') }} as unit_amount,
        {{ text_to('lines.line_amount', 'decimal(18, 2)') }} as line_amount,
        {{ text_to('lines.tax_amount', 'decimal(18, 2)') }} as tax_amount,
        coalesce(mapping.account_code, trim(lines.account_code)) as account_code,
        mapping.cash_out_item,
        mapping.cash_in_item,
        lines._batch_id as batch_id,
        lines._row_number as source_row_no,
        lines._loaded_at as loaded_at
    from lines
    left join accounts on trim(lines.account_code) = trim(accounts.code)
    left join mapping on trim(accounts.account_id) = mapping.account_id

)

select
    typed.document_id,
    cast(
        row_number() over (partition by typed.document_id order by typed.source_row_no) as integer
    ) as line_no,
    typed.quantity,
    typed.unit_amount,
    typed.line_amount - case when documents.has_tax_in_lines then typed.tax_amount else 0 end as net_amount,
    typed.tax_amount,
    cast(typed.quantity * typed.unit_amount as decimal(18, 2)) - typed.line_amount as discount_amount,
    typed.account_code,
    case documents.document_type when 'ACCREC' then typed.cash_in_item else typed.cash_out_item end as cash_flow_item,
    typed.batch_id,
    typed.source_row_no,
    typed.loaded_at
from typed
left join documents on typed.document_id = documents.document_id
