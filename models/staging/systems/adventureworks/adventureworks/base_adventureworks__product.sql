{{ feeds_from('adventureworks') }}
-- One product per article number; the source keeps a row (and key) per price version, and the latest one describes it.
with

versions as (

    select * from {{ source('adventureworks', 'dim_product') }}

),

subcategories as (

    select * from {{ source('adventureworks', 'dim_product_subcategory') }}

),

categories as (

    select * from {{ source('adventureworks', 'dim_product_category') }}

),

ranked as (

    select
        versions.*,
        min(versions."StartDate") over (partition by versions."ProductAlternateKey") as first_start_date,
        row_number() over (
            partition by versions."ProductAlternateKey" order by versions."StartDate" desc, versions."ProductKey" desc
        ) as recency
    from versions

)

select
    trim(ranked."ProductAlternateKey") as product_id,
    trim(ranked."EnglishProductName") as product_name,
    coalesce(subcategories."EnglishProductSubcategoryName", 'Unassigned') as product_line,
    categories."EnglishProductCategoryName" as category,
    'EA' as uom,
    cast(ranked.first_start_date as date) as launch_date,
    false as is_service,
    ranked."StandardCost" as std_cost,
    -- Every delivered sales line carries 8 % tax; the source has no rate per product.
    0.08 as tax_rate,
    ranked._batch_id as batch_id,
    ranked._row_number as source_row_no,
    ranked._loaded_at as loaded_at
from ranked
left join subcategories on ranked."ProductSubcategoryKey" = subcategories."ProductSubcategoryKey"
left join categories on subcategories."ProductCategoryKey" = categories."ProductCategoryKey"
where ranked.recency = 1
