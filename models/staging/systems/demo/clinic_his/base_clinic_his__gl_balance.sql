{{ feeds_from('clinic_his') }}
with

balances as (

    select
        nullif(trim(hosp_code), '') as hospital_code,
        trim(acct_month) as period_text,
        nullif(trim(subj_code), '') as subject_code,
        nullif(trim(dept_no), '') as department_no,
        nullif(trim(begin_dc), '') as opening_side,
        {{ text_to('begin_amt', 'decimal(18, 2)') }} as opening_amount,
        {{ text_to('dr_amt', 'decimal(18, 2)') }} as period_debit,
        {{ text_to('cr_amt', 'decimal(18, 2)') }} as period_credit,
        nullif(trim(end_dc), '') as closing_side,
        {{ text_to('end_amt', 'decimal(18, 2)') }} as closing_amount,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('clinic_his_gl', 'gl_balances') }}

),

hospitals as (

    select * from {{ ref('clinic_his__hospitals') }}

),

departments as (

    select * from {{ ref('clinic_his__gl_departments') }}

)

select
    coalesce(hospitals.entity_id, balances.hospital_code) as entity_id,
    {{ text_to('balances.period_text', 'integer') }} as period_id,
    'HH-' || balances.subject_code as account_code,
    coalesce(departments.org_id, balances.department_no) as org_id,
    case
        when balances.opening_side = '借' then balances.opening_amount
        when balances.opening_side = '贷' then -balances.opening_amount
    end as opening_dr,
    balances.period_debit,
    balances.period_credit,
    case
        when balances.closing_side = '借' then balances.closing_amount
        when balances.closing_side = '贷' then -balances.closing_amount
    end as closing_dr,
    balances.batch_id,
    balances.source_row_no,
    balances.loaded_at
from balances
left join hospitals on balances.hospital_code = hospitals.hospital_code
left join departments on balances.department_no = departments.department_no
