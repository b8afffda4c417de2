-- Counter-lines of cash lines carry a cash-flow item, so in every voucher the cash-flow items add up to the change in
-- cash. 每张凭证的现金流量项目合计等于货币资金变动。
{{ needs_contracts('gl_voucher_line', 'gl_account') }}
with

vouchers as (

    select
        voucher_line.entity_id,
        voucher_line.voucher_id,
        sum(
            case when gl_account.fs_line = 'CASH' then voucher_line.debit_amount - voucher_line.credit_amount else 0 end
        ) as change_in_cash,
        sum(
            case
                when voucher_line.cash_flow_item is not null then voucher_line.credit_amount - voucher_line.debit_amount
                else 0
            end
        ) as cash_flow
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_gl_account') }} as gl_account
        on voucher_line.account_code = gl_account.account_code
    group by voucher_line.entity_id, voucher_line.voucher_id

)

select *
from vouchers
where change_in_cash <> cash_flow
