-- What a product closes with in one period it opens with in the next, in quantity and at cost.
-- 库存本期期末等于下期期初(数量与金额)。
{{ needs_contracts('inventory_balance') }}
with

delivered_periods as (

    select distinct
        source_system,
        period_id
    from {{ ref('stg_inventory_balance') }}

),

periods as (

    select
        source_system,
        period_id,
        lag(period_id) over (partition by source_system order by period_id) as previous_period_id,
        lead(period_id) over (partition by source_system order by period_id) as next_period_id
    from delivered_periods

),

balances as (

    select
        balance.*,
        periods.previous_period_id,
        periods.next_period_id
    from {{ ref('stg_inventory_balance') }} as balance
    inner join periods
        on balance.source_system = periods.source_system
        and balance.period_id = periods.period_id

),

carried as (

    select
        org_id,
        product_id,
        next_period_id as period_id,
        closing_qty as qty,
        closing_amount as amount
    from balances
    where next_period_id is not null
    union all
    select
        org_id,
        product_id,
        period_id,
        -opening_qty as qty,
        -opening_amount as amount
    from balances
    where previous_period_id is not null

)

select
    org_id,
    product_id,
    period_id,
    sum(qty) as qty_difference,
    sum(amount) as amount_difference
from carried
group by org_id, product_id, period_id
having
    sum(qty) <> 0
    or sum(amount) <> 0
