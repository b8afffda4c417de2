-- Lines on receivable accounts carry the customer (auxiliary accounting). 应收科目分录必须有客户辅助核算。
{{ needs_contracts('gl_voucher_line', 'gl_account') }}
with

anonymous_lines as (

    select
        voucher_line.entity_id,
        voucher_line.voucher_id,
        voucher_line.line_no,
        voucher_line.account_code
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_gl_account') }} as gl_account
        on voucher_line.account_code = gl_account.account_code
    where
        gl_account.fs_line = 'AR'
        and voucher_line.customer_id is null

)

select * from anonymous_lines
