{{ feeds_from('member_sub') }}
with

members as (

    select * from {{ source('member_sub', 'members') }}

),

signup_sources as (

    select * from {{ ref('member_sub__signup_sources') }}

),

renamed as (

    select
        'SUB-' || trim(members.member_id) as customer_id,
        nullif(trim(members.name_hash), '') as customer_name,
        'consumer' as customer_type,
        'subscriber' as segment,
        'C00' as owner_org_id,
        signup_sources.acquisition_channel,
        {{ text_to('members.first_billed_on', 'date') }} as first_purchase_date,
        members._batch_id as batch_id,
        members._row_number as source_row_no,
        members._loaded_at as loaded_at
    from members
    left join signup_sources on trim(members.signup_source) = signup_sources.signup_source

)

select * from renamed
