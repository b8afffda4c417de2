{{ feeds_from('adventureworks') }}
-- Resellers (R-) and people who bought on the internet (C-); people's names are hashed.
with

resellers as (

    select * from {{ source('adventureworks', 'dim_reseller') }}

),

internet_customers as (

    select * from {{ source('adventureworks', 'dim_customer') }}

),

geography as (

    select * from {{ source('adventureworks', 'dim_geography') }}

),

areas as (

    select * from {{ ref('adventureworks__sales_areas') }}

),

customers as (

    select
        'R-' || cast("ResellerKey" as {{ dbt.type_string() }}) as customer_id,
        trim("ResellerName") as customer_name,
        'b2b' as customer_type,
        trim("BusinessType") as segment,
        "GeographyKey" as geography_key,
        'reseller' as acquisition_channel,
        cast(null as date) as first_purchase_date,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from resellers
    union all
    select
        'C-' || cast("CustomerKey" as {{ dbt.type_string() }}) as customer_id,
        {{ dbt.hash('trim("FirstName") || trim("LastName") || "CustomerAlternateKey"') }} as customer_name,
        'consumer' as customer_type,
        trim("EnglishOccupation") as segment,
        "GeographyKey" as geography_key,
        'internet' as acquisition_channel,
        cast("DateFirstPurchase" as date) as first_purchase_date,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from internet_customers

)

select
    customers.customer_id,
    customers.customer_name,
    customers.customer_type,
    customers.segment,
    trim(geography."EnglishCountryRegionName") as region,
    areas.org_id as owner_org_id,
    customers.acquisition_channel,
    customers.first_purchase_date,
    customers.batch_id,
    customers.source_row_no,
    customers.loaded_at
from customers
left join geography on customers.geography_key = geography."GeographyKey"
left join areas on geography."SalesTerritoryKey" = areas.sales_territory_key
