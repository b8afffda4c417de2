{{ feeds_from('member_sub') }}
with

plans as (

    select * from {{ source('member_sub', 'plans') }}

),

brands as (

    select * from {{ ref('member_sub__brands') }}

),

renamed as (

    select
        'SUB-' || trim(plans.plan) as product_id,
        nullif(trim(plans.plan_name), '') as product_name,
        brands.product_line,
        'member-month' as uom,
        true as is_service,
        {{ text_to('plans.cost_of_service', 'decimal(18, 4)') }} as std_cost,
        {{ text_to('plans.vat_rate', 'decimal(6, 4)') }} as tax_rate,
        plans._batch_id as batch_id,
        plans._row_number as source_row_no,
        plans._loaded_at as loaded_at
    from plans
    left join brands on trim(plans.brand) = brands.brand

)

select * from renamed
