{{ feeds_from('xero') }}
-- Xero never changes a posted journal: an edited document is posted three times, the second posting taking back the
-- first, and a voided one twice. So of a document's journals every second one is a reversal.
with

journals as (

    select
        *,
        replace(created_date_utc, ' UTC', '') as posted_at_text
    from {{ source('xero', 'journal') }}

),

typed as (

    select
        trim(journal_id) as journal_id,
        {{ text_to('journal_number', 'integer') }} as journal_number,
        {{ text_to('journal_date', 'date') }} as journal_date,
        {{ text_to('posted_at_text', 'timestamp') }} as posted_at,
        nullif(trim(source_type), '') as source_type,
        nullif(trim(source_id), '') as source_id,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from journals

),

revised as (

    select
        *,
        row_number() over (
            partition by source_type, coalesce(source_id, journal_id) order by journal_number
        ) as revision,
        count(*) over (partition by source_type, coalesce(source_id, journal_id)) as revision_count
    from typed

)

select
    journal_id,
    journal_number,
    journal_date,
    cast(extract(year from journal_date) * 100 + extract(month from journal_date) as integer) as period_id,
    posted_at,
    source_type,
    source_id,
    mod(revision, 2) = 0 as is_reversal,
    mod(revision, 2) = 1 and revision = revision_count as is_standing,
    revision >= revision_count - 1 and mod(revision, 2) = 1 as is_last_posting,
    batch_id,
    source_row_no,
    loaded_at
from revised
