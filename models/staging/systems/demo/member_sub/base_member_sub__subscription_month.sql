{{ feeds_from('member_sub') }}
-- Who joins in a month has no price at its start, who leaves none at its end: the platform leaves the cell empty.
with

subscriptions as (

    select * from {{ source('member_sub', 'subscriptions') }}

),

plans as (

    select * from {{ source('member_sub', 'plans') }}

),

brands as (

    select * from {{ ref('member_sub__brands') }}

),

renamed as (

    select
        'SUB-' || trim(subscriptions.member_id) as customer_id,
        'SUB-' || trim(subscriptions.plan) as product_id,
        cast(replace(trim(subscriptions.month), '-', '') as integer) as period_id,
        brands.org_id,
        coalesce({{ text_to('subscriptions.mrr_start', 'decimal(18, 2)') }}, 0) as mrr_open,
        coalesce({{ text_to('subscriptions.mrr_end', 'decimal(18, 2)') }}, 0) as mrr_close,
        nullif(trim(subscriptions.state), '') as subscription_state,
        subscriptions._batch_id as batch_id,
        subscriptions._row_number as source_row_no,
        subscriptions._loaded_at as loaded_at
    from subscriptions
    left join plans on trim(subscriptions.plan) = trim(plans.plan)
    left join brands on trim(plans.brand) = brands.brand

)

select * from renamed
