{{ feeds_from('mfg_erp') }}
with

materials as (

    select * from {{ source('mfg_erp', 'materials') }}

),

divisions as (

    select * from {{ ref('mfg_erp__divisions') }}

),

units as (

    select * from {{ ref('mfg_erp__units_of_measure') }}

),

dated_materials as (

    select
        *,
        case
            when trim("MARKTEINFUEHRUNG") <> ''
                then
                    substr("MARKTEINFUEHRUNG", 7) || '-' || substr("MARKTEINFUEHRUNG", 4, 2) || '-'
                    || substr("MARKTEINFUEHRUNG", 1, 2)
        end as launched_on
    from materials

),

renamed as (

    select
        trim(materials."MATNR") as product_id,
        nullif(trim(materials."MAKTX"), '') as product_name,
        divisions.product_line,
        divisions.category,
        units.uom,
        {{ text_to('materials.launched_on', 'date') }} as launch_date,
        false as is_service,
        {{ text_to('materials."STPRS"', 'decimal(18, 4)') }} as std_cost,
        {{ text_to('materials."MWSKZ_SATZ"', 'decimal(6, 4)') }} as tax_rate,
        materials._batch_id as batch_id,
        materials._row_number as source_row_no,
        materials._loaded_at as loaded_at
    from dated_materials as materials
    left join divisions on trim(materials."SPART") = divisions.division
    left join units on trim(materials."MEINS") = units.erp_unit

)

select * from renamed
