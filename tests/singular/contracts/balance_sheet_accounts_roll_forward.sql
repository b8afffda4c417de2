-- What an account closes with in one period it opens with in the next one delivered (control C-24). Profit-and-loss
-- accounts are left out: a source may exclude its closing entries and start each year at zero.
-- 资产负债表科目本期期末等于下期期初。
{{ needs_contracts('gl_balance', 'gl_account') }}
with

delivered_periods as (

    select distinct
        entity_id,
        period_id
    from {{ ref('stg_gl_balance') }}

),

periods as (

    select
        entity_id,
        period_id,
        lag(period_id) over (partition by entity_id order by period_id) as previous_period_id,
        lead(period_id) over (partition by entity_id order by period_id) as next_period_id
    from delivered_periods

),

balances as (

    select
        balance.entity_id,
        balance.account_code,
        balance.period_id,
        periods.previous_period_id,
        periods.next_period_id,
        balance.opening_dr,
        balance.closing_dr
    from {{ ref('stg_gl_balance') }} as balance
    inner join periods
        on balance.entity_id = periods.entity_id
        and balance.period_id = periods.period_id
    inner join {{ ref('stg_gl_account') }} as gl_account
        on balance.account_code = gl_account.account_code
    inner join {{ ref('statement_lines') }} as statement_line
        on gl_account.fs_line = statement_line.fs_line
        and statement_line.statement = 'balance_sheet'

),

carried as (

    select
        entity_id,
        account_code,
        next_period_id as period_id,
        closing_dr as carried_forward,
        0 as opened
    from balances
    where next_period_id is not null
    union all
    select
        entity_id,
        account_code,
        period_id,
        0 as carried_forward,
        opening_dr as opened
    from balances
    where previous_period_id is not null

)

select
    entity_id,
    account_code,
    period_id,
    sum(carried_forward) as carried_forward,
    sum(opened) as opened
from carried
group by entity_id, account_code, period_id
having sum(carried_forward) <> sum(opened)
