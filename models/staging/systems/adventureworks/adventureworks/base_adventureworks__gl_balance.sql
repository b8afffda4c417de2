{{ feeds_from('adventureworks') }}
-- Balances of each organisation, its own set of books. Reported equity already holds the profit while the income
-- accounts stay open, so a contra account per organisation takes their sum back: assets = liabilities + equity, with
-- equity as reported. What stood before the first delivered month is unknown: that month opens as it closes.
with

positions as (

    select * from {{ ref('base_adventureworks__account_positions') }}

),

batch as (

    select
        max(batch_id) as batch_id,
        max(loaded_at) as loaded_at,
        min(period_id) as first_period_id
    from {{ ref('base_adventureworks__finance_amounts') }}

),

opened as (

    select
        positions.org_id,
        positions.period_id,
        positions.account_code,
        positions.statement,
        coalesce(
            lag(positions.closing_dr) over (
                partition by positions.org_id, positions.account_code order by positions.period_id
            ),
            case
                when positions.statement = 'balance_sheet' and positions.period_id = batch.first_period_id
                    then positions.closing_dr
                else 0
            end
        ) as opening_dr,
        positions.closing_dr,
        positions.source_row_no
    from positions
    cross join batch

),

with_contra as (

    select
        org_id,
        period_id,
        account_code,
        opening_dr,
        closing_dr,
        source_row_no
    from opened
    union all
    select
        org_id,
        period_id,
        'AW-PL-CONTRA' as account_code,
        -sum(opening_dr) as opening_dr,
        -sum(closing_dr) as closing_dr,
        cast(null as integer) as source_row_no
    from opened
    where statement = 'profit_and_loss'
    group by org_id, period_id

)

select
    with_contra.org_id as entity_id,
    with_contra.period_id,
    with_contra.account_code,
    with_contra.org_id,
    with_contra.opening_dr,
    greatest(with_contra.closing_dr - with_contra.opening_dr, 0) as period_debit,
    greatest(with_contra.opening_dr - with_contra.closing_dr, 0) as period_credit,
    with_contra.closing_dr,
    batch.batch_id,
    with_contra.source_row_no,
    batch.loaded_at
from with_contra
cross join batch
