{{ feeds_from('adventureworks') }}
with

accounts as (

    select * from {{ ref('base_adventureworks__accounts') }}
    where is_posting_account and statement <> 'statistical'

),

mapping as (

    select * from {{ ref('adventureworks__accounts') }}

),

mapped as (

    select
        accounts.account_code,
        accounts.account_name,
        mapping.account_class,
        mapping.normal_side,
        mapping.fs_line,
        mapping.is_labor,
        false as is_bonus,
        false as is_rd,
        mapping.is_marketing,
        mapping.is_channel,
        mapping.is_direct,
        mapping.is_dep_amort,
        mapping.is_interest,
        accounts.batch_id,
        accounts.source_row_no,
        accounts.loaded_at
    from accounts
    left join mapping on accounts.native_account_code = mapping.account_code

),

-- Reported equity already holds the profit while the income accounts stay open: see base_adventureworks__gl_balance.
profit_contra as (

    select
        'AW-PL-CONTRA' as account_code,
        'Profit held in reported equity, contra 已列入权益的损益(备抵)' as account_name,
        'equity' as account_class,
        'DR' as normal_side,
        'RETAINED' as fs_line,
        false as is_labor,
        false as is_bonus,
        false as is_rd,
        false as is_marketing,
        false as is_channel,
        false as is_direct,
        false as is_dep_amort,
        false as is_interest,
        max(batch_id) as batch_id,
        cast(null as integer) as source_row_no,
        max(loaded_at) as loaded_at
    from accounts

)

select * from mapped
union all
select * from profit_contra
