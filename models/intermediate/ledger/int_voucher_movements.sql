-- The only pass over the voucher lines: everything the ledger components need, per unit, account and period.
select
    entity_id,
    org_id,
    period_id,
    account_code,
    is_closing_entry,
    cash_flow_item,
    counterparty_entity_id,
    product_id,
    cast(sum(debit_amount) as decimal(18, 2)) as debit_amount,
    cast(sum(credit_amount) as decimal(18, 2)) as credit_amount
from {{ ref('stg_gl_voucher_line') }}
group by
    entity_id, org_id, period_id, account_code, is_closing_entry, cash_flow_item, counterparty_entity_id, product_id
