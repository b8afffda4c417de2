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
        cast(null as {{ dbt.type_string() }}) as tax_id,
        'subscriber' as segment,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as integer) as credit_term_days,
        'C00' as owner_org_id,
        cast(null as {{ dbt.type_string() }}) as owner_employee_id,
        signup_sources.acquisition_channel,
        cast(null as {{ dbt.type_string() }}) as merged_into_customer_id,
        {{ text_to('members.first_billed_on', 'date') }} as first_purchase_date,
        members._batch_id as batch_id,
        members._row_number as source_row_no,
        members._loaded_at as loaded_at
    from members
    left join signup_sources on trim(members.signup_source) = signup_sources.signup_source

)

select * from renamed
