-- The posting date lies inside the fiscal period of the line (control C-20). 记账日期落在会计期间内。
{{ needs_contracts('gl_voucher_line', 'fiscal_period') }}
with

misdated_lines as (

    select
        voucher_line.entity_id,
        voucher_line.voucher_id,
        voucher_line.line_no,
        voucher_line.posting_date,
        voucher_line.period_id
    from {{ ref('stg_gl_voucher_line') }} as voucher_line
    inner join {{ ref('stg_fiscal_period') }} as fiscal_period
        on voucher_line.period_id = fiscal_period.period_id
    where voucher_line.posting_date not between fiscal_period.start_date and fiscal_period.end_date

)

select * from misdated_lines
