{{ feeds_from('mfg_mes') }}
-- A report with the minutes of its shift, the standards of its year and its actual costs. A line reports once a shift.
-- A shift or a cost sheet without a report stays, incomplete, and fails the contract: an idle shift is reported with no
-- output.
with

reports as (

    select * from {{ ref('base_mfg_mes__reports') }}

),

shift_minutes as (

    select * from {{ ref('base_mfg_mes__shift_minutes') }}

),

standards as (

    select * from {{ ref('base_mfg_mes__standards') }}

),

lines as (

    select * from {{ ref('mfg_mes__lines') }}

),

costs as (

    select
        trim("报工单号") as report_id,
        {{ text_to('"直接材料"', 'decimal(18, 2)') }} as material_cost,
        {{ text_to('"直接人工"', 'decimal(18, 2)') }} as labor_cost,
        {{ text_to('"制造费用"', 'decimal(18, 2)') }} as overhead_cost
    from {{ source('mfg_mes', 'cost_sheets') }}

),

renamed as (

    select
        coalesce(reports.report_id, costs.report_id) as report_id,
        reports.order_no,
        reports.report_date,
        lines.org_id,
        reports.product_id,
        reports.operator_id,
        reports.planned_qty,
        reports.output_qty,
        reports.good_qty,
        reports.first_pass_qty,
        shift_minutes.calendar_min,
        shift_minutes.planned_down_min,
        shift_minutes.unplanned_down_min,
        standards.ideal_cycle_min,
        reports.direct_labor_hours,
        standards.std_labor_hours_per_unit,
        costs.material_cost,
        costs.labor_cost,
        costs.overhead_cost,
        standards.std_unit_cost,
        reports.batch_id,
        reports.source_row_no,
        reports.loaded_at
    from reports
    full join shift_minutes
        on reports.line_code = shift_minutes.line_code
        and reports.report_date = shift_minutes.shift_date
        and reports.shift = shift_minutes.shift
    full join costs on reports.report_id = costs.report_id
    left join lines on reports.line_code = lines.line_code
    left join standards
        on reports.product_id = standards.product_id
        and reports.standard_year = standards.standard_year

)

select * from renamed
