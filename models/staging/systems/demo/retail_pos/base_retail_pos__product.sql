{{ feeds_from('retail_pos') }}
with

articles as (

    select * from {{ source('retail_pos', 'articles') }}

),

article_groups as (

    select * from {{ ref('retail_pos__article_groups') }}

),

tax_codes as (

    select * from {{ ref('retail_pos__tax_codes') }}

),

renamed as (

    select
        'POS-' || trim(articles.article_no) as product_id,
        nullif(trim(articles.article_name), '') as product_name,
        article_groups.product_line,
        article_groups.category,
        nullif(trim(articles.unit), '') as uom,
        false as is_service,
        {{ text_to('articles.unit_cost', 'decimal(18, 4)') }} as std_cost,
        tax_codes.tax_rate,
        articles._batch_id as batch_id,
        articles._row_number as source_row_no,
        articles._loaded_at as loaded_at
    from articles
    left join article_groups on trim(articles.group_code) = article_groups.group_code
    left join tax_codes on trim(articles.tax_code) = tax_codes.tax_code

)

select * from renamed
