-- Research and development cost is charged to a project; closing entries only empty the gl_account.
-- 研发分录必须有项目;结转分录除外。
{{ needs_contracts('gl_voucher_line', 'gl_account') }}
with

lines_without_project as (

    select
        voucher_line.entity_id,
        voucher_line.voucher_id,
        voucher_line.line_no,
        voucher_line.account_code
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_gl_account') }} as gl_account
        on voucher_line.account_code = gl_account.account_code
    where
        gl_account.is_rd
        and not voucher_line.is_closing_entry
        and voucher_line.project_id is null

)

select * from lines_without_project
