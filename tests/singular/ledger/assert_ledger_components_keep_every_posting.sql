-- Nothing is lost between the vouchers (or balances) and the component fact: the profit of all reported months is the
-- same before and after units, eliminations and months are assigned.
with

months as (

    select * from {{ ref('int_months') }}

),

periods as (

    select * from {{ ref('stg_fiscal_period') }}

),

accounts as (

    select * from {{ ref('int_ledger_accounts') }} where statement = 'profit_and_loss'

),

delivered as (

    select sum(movements.credit_amount - movements.debit_amount) as profit
    from {{ ref('int_ledger_movements') }} as movements
    inner join accounts on movements.account_code = accounts.account_code
    inner join periods on movements.period_id = periods.period_id
    inner join months on periods.end_date = months.month_end
    where not movements.is_closing_entry

),

eliminated as (

    select sum(eliminations.credit_amount - eliminations.debit_amount) as profit
    from {{ ref('int_ledger_eliminations') }} as eliminations
    where eliminations.statement = 'profit_and_loss' and not eliminations.is_closing_entry

),

reported as (

    select sum(net_profit) as profit from {{ ref('components_ledger') }}

)

select
    delivered.profit as delivered_profit,
    eliminated.profit as eliminated_profit,
    reported.profit as reported_profit
from delivered
cross join eliminated
cross join reported
where coalesce(delivered.profit, 0) + coalesce(eliminated.profit, 0) <> coalesce(reported.profit, 0)
