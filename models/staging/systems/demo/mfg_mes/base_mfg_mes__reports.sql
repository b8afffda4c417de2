{{ feeds_from('mfg_mes') }}
-- Production reports as the execution system exports them, typed; days read 2025/01/06, operators e0162.
with

reports as (

    select * from {{ source('mfg_mes', 'reports') }}

),

dated as (

    select
        *,
        replace("报工日期", '/', '-') as reported_on
    from reports

),

typed as (

    select
        nullif(trim("报工单号"), '') as report_id,
        nullif(trim("工单号"), '') as order_no,
        {{ text_to('reported_on', 'date') }} as report_date,
        cast(substr(reported_on, 1, 4) as integer) as standard_year,
        trim("班次") as shift,
        trim("产线") as line_code,
        nullif(trim("产品料号"), '') as product_id,
        nullif(upper(trim("操作工号")), '') as operator_id,
        {{ text_to('"计划数量"', 'decimal(18, 4)') }} as planned_qty,
        {{ text_to('"产出数量"', 'decimal(18, 4)') }} as output_qty,
        {{ text_to('"合格数量"', 'decimal(18, 4)') }} as good_qty,
        {{ text_to('"一次合格数量"', 'decimal(18, 4)') }} as first_pass_qty,
        {{ text_to('"直接工时"', 'decimal(12, 2)') }} as direct_labor_hours,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from typed
