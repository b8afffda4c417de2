-- The position before the first reported month: per entity, unit and account, what its first balance row brings in. A
-- row of the month before the calendar starts gives its closing balance, any other row its opening balance.
with

balances as (

    select * from {{ ref('stg_gl_balance') }}

),

calendar_start as (

    select min(period_id) as first_period_id from {{ ref('int_months') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

home_units as (

    select * from {{ ref('int_entity_home_units') }}

),

accounts as (

    select * from {{ ref('int_ledger_accounts') }}

),

ranked as (

    select
        balances.*,
        row_number() over (
            partition by balances.entity_id, balances.account_code, balances.org_id
            order by balances.period_id
        ) as place
    from balances

)

select
    coalesce(posting_units.org_unit_id, home_units.org_unit_id) as org_unit_id,
    ranked.entity_id,
    accounts.account_code,
    accounts.fs_line,
    accounts.statement,
    accounts.section,
    case
        when ranked.period_id < calendar_start.first_period_id then ranked.closing_dr
        else ranked.opening_dr
    end as debit_less_credit
from ranked
cross join calendar_start
inner join accounts on ranked.account_code = accounts.account_code
left join posting_units on ranked.org_id = posting_units.delivered_org_id
inner join home_units on ranked.entity_id = home_units.entity_id
where ranked.place = 1
