-- Every voucher line behind a leaf unit's ledger components of a month, with the delivered row it came from. Choose
-- them with --vars '{audit_unit: S05, audit_month_end: 2025-09-30}'.
with

voucher_lines as (

    select * from {{ ref('stg_gl_voucher_line') }}

),

periods as (

    select * from {{ ref('stg_fiscal_period') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

home_units as (

    select * from {{ ref('int_entity_home_units') }}

),

accounts as (

    select * from {{ ref('int_ledger_accounts') }}

),

files as (

    select * from {{ ref('stg_load_manifest') }}

),

placed as (

    select
        voucher_lines.entity_id,
        voucher_lines.voucher_id,
        voucher_lines.line_no,
        voucher_lines.posting_date,
        voucher_lines.account_code,
        accounts.account_name,
        accounts.fs_line,
        accounts.component,
        voucher_lines.is_closing_entry,
        voucher_lines.debit_amount,
        voucher_lines.credit_amount,
        voucher_lines.source_doc_id,
        voucher_lines.source_system,
        files.file_name,
        voucher_lines.source_row_no,
        coalesce(posting_units.org_unit_id, home_units.org_unit_id) as org_unit_id,
        periods.end_date as month_end
    from voucher_lines
    inner join periods on voucher_lines.period_id = periods.period_id
    inner join accounts on voucher_lines.account_code = accounts.account_code
    inner join home_units on voucher_lines.entity_id = home_units.entity_id
    left join posting_units on voucher_lines.org_id = posting_units.delivered_org_id
    left join files on voucher_lines.batch_id = files.batch_id

)

select * from placed
where
    org_unit_id = '{{ var("audit_unit", "S05") }}'
    and month_end = cast('{{ var("audit_month_end", "2025-09-30") }}' as date)
order by component, entity_id, voucher_id, line_no
