{{ feeds_from('retail_pos') }}
-- Receipt lines as the POS prints them, typed; the time of a sale reads 20250131 143000.
with

receipts as (

    select * from {{ source('retail_pos', 'receipts') }}

),

dated as (

    select
        *,
        substr(sold_at, 1, 4) || '-' || substr(sold_at, 5, 2) || '-' || substr(sold_at, 7, 2) as sold_day
    from receipts

),

typed as (

    select
        nullif(trim(receipt_no), '') as receipt_no,
        {{ text_to('line_no', 'integer') }} as line_no,
        trim(store_code) as store_code,
        {{ text_to('sold_day', 'date') }} as sale_date,
        nullif(trim(member_no), '') as member_no,
        nullif(trim(article_no), '') as article_no,
        {{ text_to('quantity', 'decimal(18, 4)') }} as quantity,
        {{ text_to('discount_incl_tax', 'decimal(18, 4)') }} as discount_incl_tax,
        {{ text_to('paid_incl_tax', 'decimal(18, 4)') }} as paid_incl_tax,
        {{ text_to('tax', 'decimal(18, 4)') }} as tax,
        {{ text_to('cost', 'decimal(18, 4)') }} as goods_cost,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from typed
