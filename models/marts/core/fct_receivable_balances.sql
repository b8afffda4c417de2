{{ config(meta={'pairs_with': {'int_month_ends': 'balances of a unit go on from month to month, its items do not'}}) }}
with

events as (

    select * from {{ ref('fct_receivable_events') }}

),

month_ends as (

    select * from {{ ref('int_month_ends') }}

),

days as (

    select * from {{ ref('int_balance_days') }}

),

rates as (

    select * from {{ ref('int_month_rates') }}

),

changes as (

    select
        events.org_unit_id,
        events.currency,
        days.month_number,
        events.amount as open_amount,
        cast(0 as decimal(18, 4)) as overdue_amount
    from events
    inner join days on events.event_date = days.date_day
    union all
    select
        events.org_unit_id,
        events.currency,
        days.month_number,
        cast(0 as decimal(18, 4)) as open_amount,
        events.amount as overdue_amount
    from events
    inner join days on events.overdue_event_date = days.date_day

),

monthly_changes as (

    select
        org_unit_id,
        currency,
        month_number,
        sum(open_amount) as open_amount,
        sum(overdue_amount) as overdue_amount
    from changes
    group by org_unit_id, currency, month_number

),

balances as (

    select
        monthly_changes.org_unit_id,
        monthly_changes.currency,
        month_ends.month_number,
        month_ends.month_end,
        sum(monthly_changes.open_amount) as open_amount,
        sum(monthly_changes.overdue_amount) as overdue_amount
    from monthly_changes
    inner join month_ends on monthly_changes.month_number <= month_ends.month_number
    group by
        monthly_changes.org_unit_id,
        monthly_changes.currency,
        month_ends.month_number,
        month_ends.month_end

)

select
    balances.org_unit_id,
    balances.currency,
    balances.month_number,
    balances.month_end,
    cast(balances.open_amount as decimal(18, 4)) as open_amount,
    cast(balances.overdue_amount as decimal(18, 4)) as overdue_amount,
    {{ base_amount('balances.open_amount', 'rates.closing_rate') }} as open_base_amount,
    {{ base_amount('balances.overdue_amount', 'rates.closing_rate') }} as overdue_base_amount
from balances
left join rates
    on balances.currency = rates.currency
    and balances.month_end = rates.month_end
