{{ feeds_from('clinic_his') }}
with

services as (

    select * from {{ source('clinic_his', 'services') }}

),

items as (

    select * from {{ ref('clinic_his__service_items') }}

),

renamed as (

    select
        'HIS-' || trim(services."项目编码") as product_id,
        nullif(trim(services."项目名称"), '') as product_name,
        items.product_line,
        items.category,
        items.uom,
        items.is_service,
        case trim(services."税目") when '免税' then 0 end as tax_rate,
        services._batch_id as batch_id,
        services._row_number as source_row_no,
        services._loaded_at as loaded_at
    from services
    left join items on trim(services."项目编码") = items.item_code

)

select * from renamed
