{{ feeds_from('cn_gl') }}
-- A code that a mapping seed does not know stays as delivered, for the contract's checks to find.
with

vouchers as (

    select * from {{ ref('base_cn_gl__vouchers') }}

),

ledger_sets as (

    select * from {{ ref('cn_gl__ledger_sets') }}

),

departments as (

    select * from {{ ref('cn_gl__departments') }}

),

cash_flow_items as (

    select * from {{ ref('cn_gl__cash_flow_items') }}

)

select
    coalesce(ledger_sets.entity_id, vouchers.ledger_set) as entity_id,
    vouchers.period_text || '-' || vouchers.voucher_word || '-' || vouchers.voucher_no as voucher_id,
    {{ text_to('vouchers.line_no_text', 'integer') }} as line_no,
    {{ text_to('vouchers.posting_date_text', 'date') }} as posting_date,
    {{ text_to('vouchers.period_text', 'integer') }} as period_id,
    vouchers.account_code,
    coalesce(departments.org_id, vouchers.department_code) as org_id,
    coalesce({{ text_to('vouchers.debit_text', 'decimal(18, 2)') }}, 0) as debit_amount,
    coalesce({{ text_to('vouchers.credit_text', 'decimal(18, 2)') }}, 0) as credit_amount,
    'CNY' as currency,
    coalesce(vouchers.red_letter_mark, '') = '是' as is_red_letter,
    vouchers.voucher_kind = '结转' as is_closing_entry,
    coalesce(cash_flow_items.cash_flow_item, vouchers.cash_flow_name) as cash_flow_item,
    case
        when vouchers.partner_kind = '内部单位' then coalesce(partners.entity_id, vouchers.partner_code)
        when vouchers.partner_kind = '供应商' then vouchers.partner_code
    end as counterparty_entity_id,
    case when vouchers.partner_kind = '客户' then vouchers.partner_code end as customer_id,
    case when vouchers.partner_kind = '职员' then vouchers.partner_code end as employee_id,
    vouchers.project_id,
    vouchers.source_doc_id,
    vouchers.prepared_by,
    vouchers.approved_by,
    {{ text_to('vouchers.posted_at_text', 'timestamp') }} as posted_at,
    vouchers.batch_id,
    vouchers.source_row_no,
    vouchers.loaded_at
from vouchers
left join ledger_sets on vouchers.ledger_set = ledger_sets.ledger_set
left join departments on vouchers.department_code = departments.department_code
left join cash_flow_items on vouchers.cash_flow_name = cash_flow_items.cash_flow_name
left join ledger_sets as partners on vouchers.partner_code = partners.ledger_set
