{{ feeds_from('cn_gl') }}
-- Dates, periods and amounts are brought to canonical text here; what is not in the package's format stays as it is
-- and is refused when it is typed.
select
    nullif(trim("账套号"), '') as ledger_set,
    replace(trim("期间"), '-', '') as period_text,
    nullif(trim("凭证字"), '') as voucher_word,
    nullif(trim("凭证号"), '') as voucher_no,
    "分录号" as line_no_text,
    replace(replace(replace("制单日期", '年', '-'), '月', '-'), '日', '') as posting_date_text,
    nullif(trim("科目编码"), '') as account_code,
    nullif(trim("部门编码"), '') as department_code,
    replace("借方金额", ',', '') as debit_text,
    replace("贷方金额", ',', '') as credit_text,
    nullif(trim("现金流量项目"), '') as cash_flow_name,
    nullif(trim("往来类别"), '') as partner_kind,
    nullif(trim("往来编码"), '') as partner_code,
    nullif(trim("项目编码"), '') as project_id,
    nullif(trim("来源单据号"), '') as source_doc_id,
    nullif(trim("凭证类型"), '') as voucher_kind,
    nullif(trim("红字标志"), '') as red_letter_mark,
    nullif(trim("制单人"), '') as prepared_by,
    nullif(trim("审核人"), '') as approved_by,
    replace("记账时间", '/', '-') as posted_at_text,
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from {{ source('cn_gl', 'vouchers') }}
