{{ feeds_from('group_planning') }}
-- Investments of the holding against the subsidiaries' capital, at every month end.
with

balances as (

    select * from {{ source('group_planning', 'elimination_balances') }}

),

renamed as (

    select
        trim("账套") as entity_id,
        {{ text_to('"期间"', 'integer') }} as period_id,
        trim("科目编码") as account_code,
        trim("组织编码") as org_id,
        {{ text_to('"期初借方余额"', 'decimal(18, 2)') }} as opening_dr,
        {{ text_to('"本期借方"', 'decimal(18, 2)') }} as period_debit,
        {{ text_to('"本期贷方"', 'decimal(18, 2)') }} as period_credit,
        {{ text_to('"期末借方余额"', 'decimal(18, 2)') }} as closing_dr,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from balances

)

select * from renamed
