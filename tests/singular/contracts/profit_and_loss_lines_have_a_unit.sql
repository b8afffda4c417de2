-- Profit-and-loss lines without a unit go to the entity's home unit; above 1% of all profit-and-loss postings of the
-- entity that is no longer an exception (control C-22). 无组织的损益分录不得超过该主体损益发生额的 1%。
{{ needs_contracts('gl_voucher_line', 'gl_account') }}
with

entities as (

    select
        voucher_line.entity_id,
        sum(abs(voucher_line.debit_amount - voucher_line.credit_amount)) as posted,
        sum(
            case
                when voucher_line.org_id is null then abs(voucher_line.debit_amount - voucher_line.credit_amount)
                else 0
            end
        ) as posted_without_unit
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_gl_account') }} as gl_account
        on voucher_line.account_code = gl_account.account_code
    inner join {{ ref('statement_lines') }} as statement_line
        on gl_account.fs_line = statement_line.fs_line
    where
        statement_line.statement = 'profit_and_loss'
        and not voucher_line.is_closing_entry
    group by voucher_line.entity_id

)

select *
from entities
where posted_without_unit > 0.01 * posted
