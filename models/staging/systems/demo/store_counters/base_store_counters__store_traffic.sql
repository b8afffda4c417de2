{{ feeds_from('store_counters') }}
with

passages as (

    select * from {{ ref('base_store_counters__passages') }}

),

devices as (

    select * from {{ ref('store_counters__devices') }}

),

renamed as (

    select
        devices.org_id,
        passages.passage_date as traffic_date,
        passages.passage_hour as hour,
        passages.passages_in - passages.staff_passages as visitors,
        passages.batch_id,
        passages.source_row_no,
        passages.loaded_at
    from passages
    left join devices on passages.device_no = devices.device_no

)

select * from renamed
