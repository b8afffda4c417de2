{{ feeds_from('retail_pos') }}
-- Members of the stores; names are hashed at the source. Days come as 20250131.
with

members as (

    select * from {{ source('retail_pos', 'members') }}

),

stores as (

    select * from {{ ref('retail_pos__stores') }}

),

dated_members as (

    select
        *,
        case
            when trim(first_purchase_on) <> ''
                then
                    substr(first_purchase_on, 1, 4) || '-' || substr(first_purchase_on, 5, 2) || '-'
                    || substr(first_purchase_on, 7)
        end as first_purchase_day
    from members

),

renamed as (

    select
        'POS-' || trim(members.member_no) as customer_id,
        nullif(trim(members.name_hash), '') as customer_name,
        'consumer' as customer_type,
        'member' as segment,
        stores.org_id as owner_org_id,
        'store' as acquisition_channel,
        {{ text_to('members.first_purchase_day', 'date') }} as first_purchase_date,
        members._batch_id as batch_id,
        members._row_number as source_row_no,
        members._loaded_at as loaded_at
    from dated_members as members
    left join stores on trim(members.store_code) = stores.store_code

)

select * from renamed
