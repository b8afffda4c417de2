{{ feeds_from('group_hr') }}
-- A pay sheet has base pay and bonus in columns; here each becomes a line. A bonus is paid on its own day, if at all.
with

payslips as (

    select * from {{ source('group_hr', 'payslips') }}

),

departments as (

    select * from {{ ref('group_hr__departments') }}

),

pay_items as (

    select * from {{ ref('group_hr__pay_items') }}

),

typed as (

    select
        trim("工资批次") as payroll_run_id,
        substr("归属月份", 1, 4) || substr("归属月份", 6, 2) as period,
        trim("工号") as employee_id,
        trim("成本部门") as department_code,
        {{ text_to('"基本工资"', 'decimal(18, 2)') }} as base_pay,
        {{ text_to('"奖金"', 'decimal(18, 2)') }} as bonus,
        {{ text_to('"发薪日期"', 'date') }} as base_paid_date,
        {{ text_to('"奖金发放日期"', 'date') }} as bonus_paid_date,
        nullif(trim("研发项目"), '') as project_id,
        _batch_id,
        _row_number,
        _loaded_at
    from payslips

),

lines as (

    select
        payroll_run_id,
        {{ text_to('period', 'integer') }} as period_id,
        employee_id,
        department_code,
        '基本工资' as pay_column,
        base_pay as amount,
        base_paid_date as paid_date,
        project_id,
        _batch_id,
        _row_number,
        _loaded_at
    from typed
    union all
    select
        payroll_run_id,
        {{ text_to('period', 'integer') }} as period_id,
        employee_id,
        department_code,
        '奖金' as pay_column,
        bonus as amount,
        bonus_paid_date as paid_date,
        project_id,
        _batch_id,
        _row_number,
        _loaded_at
    from typed

),

renamed as (

    select
        lines.payroll_run_id,
        lines.period_id,
        lines.employee_id,
        departments.org_id,
        pay_items.pay_item,
        pay_items.item_group,
        lines.amount,
        'CNY' as currency,
        lines.paid_date,
        false as is_retro,
        false as is_capitalised,
        lines.project_id,
        lines._batch_id as batch_id,
        lines._row_number as source_row_no,
        lines._loaded_at as loaded_at
    from lines
    left join departments on lines.department_code = departments.department_code
    left join pay_items on lines.pay_column = pay_items.pay_column
    where lines.amount <> 0

)

select * from renamed
