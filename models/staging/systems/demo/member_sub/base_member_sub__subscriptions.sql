{{ feeds_from('member_sub') }}
-- Who joins in a month has no price at its start, who leaves none at its end: the platform leaves the cell empty.
with

subscriptions as (

    select * from {{ source('member_sub', 'subscriptions') }}

),

typed as (

    select
        trim(member_id) as member_id,
        trim(plan) as plan_code,
        cast(replace(trim(month), '-', '') as integer) as period_id,
        coalesce({{ text_to('mrr_start', 'decimal(18, 2)') }}, 0) as mrr_open,
        coalesce({{ text_to('mrr_end', 'decimal(18, 2)') }}, 0) as mrr_close,
        nullif(trim(state), '') as subscription_state,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from subscriptions

)

select * from typed
