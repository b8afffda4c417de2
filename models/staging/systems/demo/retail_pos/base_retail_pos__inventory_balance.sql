{{ feeds_from('retail_pos') }}
with

stock as (

    select * from {{ source('retail_pos', 'stock') }}

),

stores as (

    select * from {{ ref('retail_pos__stores') }}

),

renamed as (

    select
        stores.org_id,
        'POS-' || trim(stock.article_no) as product_id,
        {{ text_to('stock.month', 'integer') }} as period_id,
        {{ text_to('stock.opening_qty', 'decimal(18, 4)') }} as opening_qty,
        {{ text_to('stock.opening_cost', 'decimal(18, 2)') }} as opening_amount,
        {{ text_to('stock.received_qty', 'decimal(18, 4)') }} as in_qty,
        {{ text_to('stock.received_cost', 'decimal(18, 2)') }} as in_amount,
        {{ text_to('stock.issued_qty', 'decimal(18, 4)') }} as out_qty,
        {{ text_to('stock.issued_cost', 'decimal(18, 2)') }} as out_amount,
        {{ text_to('stock.closing_qty', 'decimal(18, 4)') }} as closing_qty,
        {{ text_to('stock.closing_cost', 'decimal(18, 2)') }} as closing_amount,
        {{ text_to('stock.slow_cost', 'decimal(18, 2)') }} as slow_amount,
        stock._batch_id as batch_id,
        stock._row_number as source_row_no,
        stock._loaded_at as loaded_at
    from stock
    left join stores on trim(stock.store_code) = stores.store_code

)

select * from renamed
