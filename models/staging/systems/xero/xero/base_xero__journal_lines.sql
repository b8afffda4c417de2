{{ feeds_from('xero') }}
-- An account that the mapping seed does not know keeps its id, for the contract's checks to find.
with

lines as (

    select * from {{ source('xero', 'journal_line') }}

),

journals as (

    select * from {{ ref('base_xero__journals') }}

),

accounts as (

    select * from {{ ref('xero__accounts') }}

)

select
    journals.journal_id,
    journals.journal_number,
    journals.journal_date,
    journals.period_id,
    journals.posted_at,
    journals.source_type,
    journals.source_id,
    journals.is_reversal,
    journals.is_standing,
    journals.is_last_posting,
    coalesce(accounts.account_code, trim(lines.account_id)) as account_code,
    accounts.fs_line,
    accounts.cash_in_item,
    accounts.cash_out_item,
    {{ text_to('lines.net_amount', 'decimal(18, 2)') }} as debit_less_credit,
    lines._batch_id as batch_id,
    lines._row_number as source_row_no,
    lines._loaded_at as loaded_at
from lines
left join journals on trim(lines.journal_id) = journals.journal_id
left join accounts on trim(lines.account_id) = accounts.account_id
