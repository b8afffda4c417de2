{{ feeds_from('xero') }}
with

accounts as (

    select * from {{ source('xero', 'account') }}

),

mapping as (

    select * from {{ ref('xero__accounts') }}

)

select
    coalesce(mapping.account_code, trim(accounts.account_id)) as account_code,
    trim(accounts.name) as account_name,
    mapping.account_class,
    mapping.normal_side,
    mapping.fs_line,
    mapping.is_labor,
    false as is_bonus,
    false as is_rd,
    mapping.is_marketing,
    false as is_channel,
    mapping.is_direct,
    mapping.is_dep_amort,
    mapping.is_interest,
    accounts._batch_id as batch_id,
    accounts._row_number as source_row_no,
    accounts._loaded_at as loaded_at
from accounts
left join mapping on trim(accounts.account_id) = mapping.account_id
