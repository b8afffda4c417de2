{{ feeds_from('store_counters') }}
-- Counts as the devices write them, typed; the hour reads 2025/01/31 09:00-10:00.
with

passages as (

    select * from {{ source('store_counters', 'passages') }}

),

dated as (

    select
        *,
        replace(substr("interval", 1, 10), '/', '-') as passage_day,
        substr("interval", 12, 2) as start_hour
    from passages

),

typed as (

    select
        trim(device_no) as device_no,
        {{ text_to('passage_day', 'date') }} as passage_date,
        {{ text_to('start_hour', 'integer') }} as passage_hour,
        {{ text_to('passages_in', 'integer') }} as passages_in,
        {{ text_to('staff_passages', 'integer') }} as staff_passages,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from typed
