-- A voucher that moves profit-and-loss accounts to retained earnings is a closing entry and says so (control C-25):
-- unflagged, it would make the year's profit zero. 结转损益凭证必须标记,否则损益为零。
{{ needs_contracts('gl_voucher_line', 'gl_account') }}
with

vouchers as (

    select
        voucher_line.entity_id,
        voucher_line.voucher_id,
        sum(case when gl_account.fs_line = 'RETAINED' then 1 else 0 end) as retained_lines,
        sum(
            case
                when statement_line.statement = 'profit_and_loss' and not voucher_line.is_closing_entry then 1
                else 0
            end
        ) as unflagged_lines
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_gl_account') }} as gl_account
        on voucher_line.account_code = gl_account.account_code
    inner join {{ ref('statement_lines') }} as statement_line
        on gl_account.fs_line = statement_line.fs_line
    group by voucher_line.entity_id, voucher_line.voucher_id

)

select *
from vouchers
where
    retained_lines > 0
    and unflagged_lines > 0
