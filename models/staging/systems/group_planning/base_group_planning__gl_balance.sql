{{ feeds_from('group_planning') }}
-- Investments of the holding against the subsidiaries' capital, at every month end.
with

balances as (

    select * from {{ source('group_planning', 'elimination_balances') }}

),

renamed as (

    select
        trim(balances."账套") as entity_id,
        {{ text_to('balances."期间"', 'integer') }} as period_id,
        trim(balances."科目编码") as account_code,
        trim(balances."组织编码") as org_id,
        {{ text_to('balances."期初借方余额"', 'decimal(18, 2)') }} as opening_dr,
        {{ text_to('balances."本期借方"', 'decimal(18, 2)') }} as period_debit,
        {{ text_to('balances."本期贷方"', 'decimal(18, 2)') }} as period_credit,
        {{ text_to('balances."期末借方余额"', 'decimal(18, 2)') }} as closing_dr,
        balances._batch_id as batch_id,
        balances._row_number as source_row_no,
        balances._loaded_at as loaded_at
    from balances

)

select * from renamed
