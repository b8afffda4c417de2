{{ feeds_from('adventureworks') }}
-- The closing position of every account a unit ever used, in every month from the unit's first one on. Income accounts
-- accumulate. Balance-sheet accounts are delivered as balances: an account missing from a month's balances is at nil. A
-- month without any asset balance (2013-12) brings entries only: they add to the balances carried forward.
with

amounts as (

    select * from {{ ref('base_adventureworks__finance_amounts') }}
    where scenario = 'actual'

),

months as (

    select distinct period_id from amounts

),

unit_accounts as (

    select
        org_id,
        account_code,
        statement,
        min(min(period_id)) over (partition by org_id) as first_period_id
    from amounts
    group by org_id, account_code, statement

),

balance_deliveries as (

    select distinct
        org_id,
        period_id
    from amounts
    where statement = 'balance_sheet' and debit_sign = 1

),

frame as (

    select
        unit_accounts.org_id,
        months.period_id,
        unit_accounts.account_code,
        unit_accounts.statement,
        coalesce(amounts.debit_less_credit, 0) as debit_less_credit,
        amounts.source_row_no,
        sum(
            case
                when unit_accounts.statement = 'balance_sheet' and balance_deliveries.org_id is not null then 1
                else 0
            end
        ) over (
            partition by unit_accounts.org_id, unit_accounts.account_code order by months.period_id
        ) as delivery_number
    from unit_accounts
    inner join months on unit_accounts.first_period_id <= months.period_id
    left join balance_deliveries
        on unit_accounts.org_id = balance_deliveries.org_id
        and months.period_id = balance_deliveries.period_id
    left join amounts
        on unit_accounts.org_id = amounts.org_id
        and unit_accounts.account_code = amounts.account_code
        and months.period_id = amounts.period_id

)

select
    org_id,
    period_id,
    account_code,
    statement,
    cast(
        sum(debit_less_credit) over (
            partition by org_id, account_code, delivery_number order by period_id
        ) as decimal(18, 2)
    ) as closing_dr,
    source_row_no
from frame
