{{ feeds_from('group_planning') }}
with

reference_values as (

    select * from {{ source('group_planning', 'references') }}

),

tiers as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '档次'

),

renamed as (

    select
        trim(reference_values."参照指标") as metric_key,
        trim(reference_values."适用范围") as scope,
        {{ text_to('reference_values."期间"', 'integer') }} as period_id,
        tiers.code as tier,
        {{ text_to('reference_values."数值"', 'decimal(20, 6)') }} as value,
        trim(reference_values."来源") as source_note,
        reference_values._batch_id as batch_id,
        reference_values._row_number as source_row_no,
        reference_values._loaded_at as loaded_at
    from reference_values
    left join tiers on trim(reference_values."档次") = tiers.source_value

)

select * from renamed
