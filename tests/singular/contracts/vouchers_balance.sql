-- Debits equal credits in every voucher, to the cent (control C-16). 每张凭证借贷相等,精确到分。
{{ needs_contracts('gl_voucher_line') }}
with

vouchers as (

    select
        entity_id,
        voucher_id,
        sum(debit_amount) as debits,
        sum(credit_amount) as credits
    from {{ ref('stg_gl_voucher_line') }}
    group by entity_id, voucher_id

)

select *
from vouchers
where debits <> credits
