{{ feeds_from('clinic_his') }}
-- One amount and a direction become a debit or a credit; a negative amount is a red-letter reversal. A code that a
-- mapping seed does not know stays as delivered, for the contract's checks to find.
with

vouchers as (

    select * from {{ ref('base_clinic_his__gl_vouchers') }}

),

hospitals as (

    select * from {{ ref('clinic_his__hospitals') }}

),

departments as (

    select * from {{ ref('clinic_his__gl_departments') }}

),

cash_flow_codes as (

    select * from {{ ref('clinic_his__cash_flow_codes') }}

)

select
    coalesce(hospitals.entity_id, vouchers.hospital_code) as entity_id,
    vouchers.period_text || '-' || vouchers.voucher_class || '-' || vouchers.voucher_no as voucher_id,
    {{ text_to('vouchers.line_no_text', 'integer') }} as line_no,
    {{ text_to('vouchers.posting_date_text', 'date') }} as posting_date,
    {{ text_to('vouchers.period_text', 'integer') }} as period_id,
    'HH-' || vouchers.subject_code as account_code,
    coalesce(departments.org_id, vouchers.department_no) as org_id,
    case when vouchers.side = '借' then vouchers.amount when vouchers.side = '贷' then 0 end as debit_amount,
    case when vouchers.side = '贷' then vouchers.amount when vouchers.side = '借' then 0 end as credit_amount,
    'CNY' as currency,
    vouchers.amount < 0 as is_red_letter,
    vouchers.voucher_class = '9' as is_closing_entry,
    coalesce(cash_flow_codes.cash_flow_item, vouchers.cash_flow_code) as cash_flow_item,
    vouchers.source_doc_id,
    vouchers.prepared_by,
    vouchers.approved_by,
    {{ text_to('vouchers.posted_at_text', 'timestamp') }} as posted_at,
    vouchers.batch_id,
    vouchers.source_row_no,
    vouchers.loaded_at
from vouchers
left join hospitals on vouchers.hospital_code = hospitals.hospital_code
left join departments on vouchers.department_no = departments.department_no
left join cash_flow_codes on vouchers.cash_flow_code = cash_flow_codes.cash_flow_code
