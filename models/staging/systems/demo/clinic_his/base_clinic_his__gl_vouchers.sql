{{ feeds_from('clinic_his') }}
-- Dates are turned to ISO text here and typed in the next step.
select
    nullif(trim(hosp_code), '') as hospital_code,
    trim(acct_month) as period_text,
    nullif(trim(vou_class), '') as voucher_class,
    nullif(trim(vou_no), '') as voucher_no,
    row_id as line_no_text,
    substr(acct_date, 1, 4) || '-' || substr(acct_date, 5, 2) || '-' || substr(acct_date, 7) as posting_date_text,
    nullif(trim(subj_code), '') as subject_code,
    nullif(trim(dept_no), '') as department_no,
    nullif(trim(dc), '') as side,
    {{ text_to('amt', 'decimal(18, 2)') }} as amount,
    nullif(trim(cf_code), '') as cash_flow_code,
    nullif(trim(doc_ref), '') as source_doc_id,
    nullif(trim(maker), '') as prepared_by,
    nullif(trim(auditor), '') as approved_by,
    substr(audit_time, 1, 4) || '-' || substr(audit_time, 5, 2) || '-' || substr(audit_time, 7, 2) || ' '
    || substr(audit_time, 9, 2) || ':' || substr(audit_time, 11, 2) || ':' || substr(audit_time, 13) as posted_at_text,
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from {{ source('clinic_his_gl', 'gl_vouchers') }}
