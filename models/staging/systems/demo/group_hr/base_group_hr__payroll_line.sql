{{ feeds_from('group_hr') }}
-- Base pay and bonus are columns of the pay sheet; here each becomes a line. A bonus is paid on its own day, if at all.
with

payslips as (

    select * from {{ ref('base_group_hr__payslips') }}

),

departments as (

    select * from {{ ref('group_hr__departments') }}

),

pay_items as (

    select * from {{ ref('group_hr__pay_items') }}

),

lines as (

    select
        payroll_run_id,
        period_id,
        employee_id,
        department_code,
        '基本工资' as pay_column,
        base_pay as amount,
        base_paid_date as paid_date,
        project_id,
        batch_id,
        source_row_no,
        loaded_at
    from payslips
    union all
    select
        payroll_run_id,
        period_id,
        employee_id,
        department_code,
        '奖金' as pay_column,
        bonus as amount,
        bonus_paid_date as paid_date,
        project_id,
        batch_id,
        source_row_no,
        loaded_at
    from payslips

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
        lines.batch_id,
        lines.source_row_no,
        lines.loaded_at
    from lines
    left join departments on lines.department_code = departments.department_code
    left join pay_items on lines.pay_column = pay_items.pay_column
    where lines.amount <> 0

)

select * from renamed
