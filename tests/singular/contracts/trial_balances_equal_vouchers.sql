-- Where an entity delivers both vouchers and balances for a period, the vouchers of each account add up to the debits
-- and credits of its balance (control C-24). 同一主体同一期间,凭证发生额与余额表发生额一致。
{{ needs_contracts('gl_balance', 'gl_voucher_line') }}
with

delivered_twice as (

    select
        entity_id,
        period_id
    from {{ ref('stg_gl_voucher_line') }}
    intersect
    select
        entity_id,
        period_id
    from {{ ref('stg_gl_balance') }}

),

movements as (

    select
        entity_id,
        period_id,
        account_code,
        debit_amount as voucher_debit,
        credit_amount as voucher_credit,
        0 as balance_debit,
        0 as balance_credit
    from {{ ref('stg_gl_voucher_line') }}
    union all
    select
        entity_id,
        period_id,
        account_code,
        0 as voucher_debit,
        0 as voucher_credit,
        period_debit as balance_debit,
        period_credit as balance_credit
    from {{ ref('stg_gl_balance') }}

),

accounts as (

    select
        movements.entity_id,
        movements.period_id,
        movements.account_code,
        sum(movements.voucher_debit) as voucher_debit,
        sum(movements.balance_debit) as balance_debit,
        sum(movements.voucher_credit) as voucher_credit,
        sum(movements.balance_credit) as balance_credit
    from movements
    inner join delivered_twice
        on movements.entity_id = delivered_twice.entity_id
        and movements.period_id = delivered_twice.period_id
    group by movements.entity_id, movements.period_id, movements.account_code

)

select *
from accounts
where
    voucher_debit <> balance_debit
    or voucher_credit <> balance_credit
