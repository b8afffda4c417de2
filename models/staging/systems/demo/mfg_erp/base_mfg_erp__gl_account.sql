{{ feeds_from('mfg_erp') }}
-- Account numbers are the ERP's own; the prefix keeps them apart from the group's chart.
with

accounts as (

    select
        nullif(trim("Account"), '') as account_number,
        nullif(trim("Description"), '') as account_name,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('mfg_erp_gl', 'gl_accounts') }}

),

mapping as (

    select * from {{ ref('mfg_erp__account_map') }}

)

select
    'HM-' || accounts.account_number as account_code,
    accounts.account_name,
    mapping.account_class,
    mapping.normal_side,
    mapping.fs_line,
    mapping.is_labor,
    mapping.is_bonus,
    mapping.is_rd,
    mapping.is_marketing,
    mapping.is_channel,
    mapping.is_direct,
    mapping.is_dep_amort,
    mapping.is_interest,
    accounts.batch_id,
    accounts.source_row_no,
    accounts.loaded_at
from accounts
left join mapping on accounts.account_number = mapping.account_number
