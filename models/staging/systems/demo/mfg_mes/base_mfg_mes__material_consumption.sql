{{ feeds_from('mfg_mes') }}
-- Slips of one report and material become what was used: drawn less returned, at the mean price of what stayed.
with

slips as (

    select
        trim("报工单号") as report_id,
        trim("单据类型") as slip_kind,
        trim("物料") as material_id,
        {{ text_to('"数量"', 'decimal(18, 4)') }} as slip_quantity,
        {{ text_to('"单价"', 'decimal(18, 4)') }} as price,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('mfg_mes', 'material_slips') }}

),

slip_kinds as (

    select * from {{ ref('mfg_mes__slip_kinds') }}

),

signed as (

    select
        slips.*,
        slip_kinds.direction * slips.slip_quantity as quantity
    from slips
    left join slip_kinds on slips.slip_kind = slip_kinds.slip_kind

),

used as (

    select
        report_id,
        material_id,
        case when count(*) = count(quantity) then cast(sum(quantity) as decimal(18, 4)) end as quantity,
        cast(sum(quantity * price) as decimal(18, 4)) as amount,
        max(price) as highest_price,
        max(batch_id) as batch_id,
        min(source_row_no) as source_row_no,
        max(loaded_at) as loaded_at
    from signed
    group by report_id, material_id

),

bills as (

    select
        trim("产品料号") as product_id,
        {{ text_to('"年度"', 'integer') }} as standard_year,
        trim("物料") as material_id,
        {{ text_to('"单位用量"', 'decimal(18, 6)') }} as std_qty_per_unit,
        {{ text_to('"标准单价"', 'decimal(18, 4)') }} as std_price
    from {{ source('mfg_mes', 'bills_of_materials') }}

),

reports as (

    select * from {{ ref('base_mfg_mes__reports') }}

),

renamed as (

    select
        used.report_id,
        used.material_id,
        used.quantity,
        cast(
            coalesce({{ divide('used.amount', 'used.quantity') }}, used.highest_price) as decimal(18, 4)
        ) as actual_price,
        bills.std_qty_per_unit,
        bills.std_price,
        used.batch_id,
        used.source_row_no,
        used.loaded_at
    from used
    left join reports on used.report_id = reports.report_id
    left join bills
        on reports.product_id = bills.product_id
        and reports.standard_year = bills.standard_year
        and used.material_id = bills.material_id

)

select * from renamed
