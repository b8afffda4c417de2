{{ feeds_from('group_hr') }}
-- Pay sheets as the HR system prints them, typed; the month earned reads 2025年01月.
with

payslips as (

    select * from {{ source('group_hr', 'payslips') }}

),

dated as (

    select
        *,
        substr("归属月份", 1, 4) || substr("归属月份", 6, 2) as month_earned
    from payslips

),

typed as (

    select
        trim("工资批次") as payroll_run_id,
        {{ text_to('month_earned', 'integer') }} as period_id,
        trim("工号") as employee_id,
        trim("成本部门") as department_code,
        {{ text_to('"基本工资"', 'decimal(18, 2)') }} as base_pay,
        {{ text_to('"奖金"', 'decimal(18, 2)') }} as bonus,
        {{ text_to('"发薪日期"', 'date') }} as base_paid_date,
        {{ text_to('"奖金发放日期"', 'date') }} as bonus_paid_date,
        nullif(trim("研发项目"), '') as project_id,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from typed
