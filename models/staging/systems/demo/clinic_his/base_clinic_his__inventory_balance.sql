{{ feeds_from('clinic_his') }}
-- Drugs and consumables are counted in yuan, so quantity and amount are the same.
with

stock as (

    select * from {{ source('clinic_his', 'stock') }}

),

items as (

    select * from {{ ref('clinic_his__service_items') }}

),

typed as (

    select
        *,
        replace("月份", '-', '') as period,
        {{ text_to('"期初金额"', 'decimal(18, 2)') }} as opening,
        {{ text_to('"入库金额"', 'decimal(18, 2)') }} as received,
        {{ text_to('"出库金额"', 'decimal(18, 2)') }} as issued,
        {{ text_to('"期末金额"', 'decimal(18, 2)') }} as closing
    from stock

),

renamed as (

    select
        items.stock_org_id as org_id,
        'HIS-' || trim(stock."物资编码") as product_id,
        {{ text_to('stock.period', 'integer') }} as period_id,
        stock.opening as opening_qty,
        stock.opening as opening_amount,
        stock.received as in_qty,
        stock.received as in_amount,
        stock.issued as out_qty,
        stock.issued as out_amount,
        stock.closing as closing_qty,
        stock.closing as closing_amount,
        stock._batch_id as batch_id,
        stock._row_number as source_row_no,
        stock._loaded_at as loaded_at
    from typed as stock
    left join items on trim(stock."物资编码") = items.item_code

)

select * from renamed
