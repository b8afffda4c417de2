{{ feeds_from('mfg_erp') }}
with

stock as (

    select * from {{ source('mfg_erp', 'stock') }}

),

plants as (

    select * from {{ ref('mfg_erp__plants') }}

),

renamed as (

    select
        plants.org_id,
        trim(stock."MATNR") as product_id,
        {{ text_to('stock."SPMON"', 'integer') }} as period_id,
        {{ text_to('stock."ANFMENGE"', 'decimal(18, 4)') }} as opening_qty,
        {{ text_to('stock."ANFWERT"', 'decimal(18, 2)') }} as opening_amount,
        {{ text_to('stock."ZUGMENGE"', 'decimal(18, 4)') }} as in_qty,
        {{ text_to('stock."ZUGWERT"', 'decimal(18, 2)') }} as in_amount,
        {{ text_to('stock."ABGMENGE"', 'decimal(18, 4)') }} as out_qty,
        {{ text_to('stock."ABGWERT"', 'decimal(18, 2)') }} as out_amount,
        {{ text_to('stock."ENDMENGE"', 'decimal(18, 4)') }} as closing_qty,
        {{ text_to('stock."ENDWERT"', 'decimal(18, 2)') }} as closing_amount,
        stock._batch_id as batch_id,
        stock._row_number as source_row_no,
        stock._loaded_at as loaded_at
    from stock
    left join plants on trim(stock."WERKS") = plants.plant

)

select * from renamed
