{{ config(materialized='view') }}
-- Movements come from the vouchers where an entity delivers them, else from its account balances, never from both.
with

voucher_movements as (

    select * from {{ ref('int_voucher_movements') }}

),

balances as (

    select * from {{ ref('stg_gl_balance') }}

),

entities_with_vouchers as (

    select * from {{ ref('int_voucher_entities') }}

),

balance_movements as (

    select
        balances.entity_id,
        balances.org_id,
        balances.period_id,
        balances.account_code,
        false as is_closing_entry,
        cast(null as {{ dbt.type_string() }}) as cash_flow_item,
        cast(null as {{ dbt.type_string() }}) as counterparty_entity_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        balances.period_debit as debit_amount,
        balances.period_credit as credit_amount
    from balances
    left join entities_with_vouchers on balances.entity_id = entities_with_vouchers.entity_id
    where
        entities_with_vouchers.entity_id is null
        and (balances.period_debit <> 0 or balances.period_credit <> 0)

),

movements as (

    select * from voucher_movements
    union all
    select * from balance_movements

)

select
    concat_ws(
        '/', entity_id, period_id, account_code, coalesce(org_id, '-'), coalesce(cash_flow_item, '-'),
        coalesce(counterparty_entity_id, '-'), coalesce(product_id, '-'),
        case when is_closing_entry then 'closing' else 'current' end
    ) as movement_id,
    movements.*
from movements
