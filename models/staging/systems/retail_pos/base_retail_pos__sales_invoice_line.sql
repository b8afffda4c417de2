{{ feeds_from('retail_pos') }}
-- Receipts show prices with tax; net is what was paid less the tax, and the discount is taken out of tax here.
with

receipts as (

    select * from {{ source('retail_pos', 'receipts') }}

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

rates as (

    select
        trim(articles.article_no) as article_no,
        tax_codes.tax_rate
    from articles
    left join tax_codes on trim(articles.tax_code) = tax_codes.tax_code

),

dated as (

    select
        *,
        substr(sold_at, 1, 4) || '-' || substr(sold_at, 5, 2) || '-' || substr(sold_at, 7, 2) as sold_day
    from receipts

),

typed as (

    select
        nullif(trim(dated.receipt_no), '') as receipt_no,
        {{ text_to('dated.line_no', 'integer') }} as line_no,
        {{ text_to('dated.sold_day', 'date') }} as invoice_date,
        nullif(trim(dated.member_no), '') as member_no,
        nullif(trim(dated.article_no), '') as article_no,
        stores.org_id,
        {{ text_to('dated.quantity', 'decimal(18, 4)') }} as quantity,
        cast(
            {{ divide(text_to('dated.discount_incl_tax', 'decimal(18, 4)'), '1 + rates.tax_rate') }} as decimal(18, 4)
        ) as discount_amount,
        {{ text_to('dated.paid_incl_tax', 'decimal(18, 4)') }} as paid_incl_tax,
        {{ text_to('dated.tax', 'decimal(18, 4)') }} as tax,
        {{ text_to('dated.cost', 'decimal(18, 4)') }} as cost,
        dated._batch_id,
        dated._row_number,
        dated._loaded_at
    from dated
    left join stores on trim(dated.store_code) = stores.store_code
    left join rates on trim(dated.article_no) = rates.article_no

),

renamed as (

    select
        'POS-' || receipt_no as invoice_id,
        line_no,
        'pos' as doc_type,
        invoice_date,
        cast(null as date) as due_date,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as integer) as order_line_no,
        cast(null as {{ dbt.type_string() }}) as original_invoice_id,
        'POS-' || member_no as customer_id,
        'POS-' || article_no as product_id,
        org_id,
        cast(null as {{ dbt.type_string() }}) as salesperson_id,
        quantity,
        paid_incl_tax - tax + discount_amount as list_amount,
        discount_amount,
        paid_incl_tax - tax as net_amount,
        tax as tax_amount,
        paid_incl_tax as gross_amount,
        cost as cost_amount,
        'CNY' as currency,
        false as is_credit_sale,
        cast(null as {{ dbt.type_string() }}) as promotion_id,
        cast(null as {{ dbt.type_string() }}) as return_reason,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from typed

)

select * from renamed
