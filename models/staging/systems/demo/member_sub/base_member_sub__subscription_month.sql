{{ feeds_from('member_sub') }}
with

subscriptions as (

    select * from {{ ref('base_member_sub__subscriptions') }}

),

plans as (

    select * from {{ source('member_sub', 'plans') }}

),

brands as (

    select * from {{ ref('member_sub__brands') }}

)

select
    'SUB-' || subscriptions.member_id as customer_id,
    'SUB-' || subscriptions.plan_code as product_id,
    subscriptions.period_id,
    brands.org_id,
    subscriptions.mrr_open,
    subscriptions.mrr_close,
    subscriptions.batch_id,
    subscriptions.source_row_no,
    subscriptions.loaded_at
from subscriptions
left join plans on subscriptions.plan_code = trim(plans.plan)
left join brands on trim(plans.brand) = brands.brand
