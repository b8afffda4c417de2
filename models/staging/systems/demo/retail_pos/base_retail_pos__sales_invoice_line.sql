{{ feeds_from('retail_pos') }}
-- Receipts show prices with tax; net is what was paid less the tax, and the discount is taken out of tax here.
with

receipts as (

    select * from {{ ref('base_retail_pos__receipts') }}

),

stores as (

    select * from {{ ref('retail_pos__stores') }}

),

articles as (

    select * from {{ source('retail_pos', 'articles') }}

),

tax_codes as (

    select * from {{ ref('retail_pos__tax_codes') }}

),

discounted as (

    select
        receipts.*,
        cast({{ divide('receipts.discount_incl_tax', '1 + tax_codes.tax_rate') }} as decimal(18, 4)) as discount
    from receipts
    left join articles on receipts.article_no = trim(articles.article_no)
    left join tax_codes on trim(articles.tax_code) = tax_codes.tax_code

),

renamed as (

    select
        'POS-' || receipts.receipt_no as invoice_id,
        receipts.line_no,
        'pos' as doc_type,
        receipts.sale_date as invoice_date,
        'POS-' || receipts.member_no as customer_id,
        'POS-' || receipts.article_no as product_id,
        stores.org_id,
        receipts.quantity,
        receipts.paid_incl_tax - receipts.tax + receipts.discount as list_amount,
        receipts.discount as discount_amount,
        receipts.paid_incl_tax - receipts.tax as net_amount,
        receipts.tax as tax_amount,
        receipts.paid_incl_tax as gross_amount,
        receipts.goods_cost as cost_amount,
        'CNY' as currency,
        false as is_credit_sale,
        receipts.batch_id,
        receipts.source_row_no,
        receipts.loaded_at
    from discounted as receipts
    left join stores on receipts.store_code = stores.store_code

)

select * from renamed
