-- What a customer pays for a product at the end of a month is what they pay at the start of the next (B19): nobody
-- leaves or joins, and no price moves, between two months. 经常性收入本月末等于下月初。
{{ needs_contracts('subscription_month') }}
with

subscriptions as (

    select * from {{ ref('stg_subscription_month') }}

),

delivered_periods as (

    select
        source_system,
        period_id,
        lag(period_id) over (partition by source_system order by period_id) as previous_period_id,
        lead(period_id) over (partition by source_system order by period_id) as next_period_id
    from subscriptions
    group by source_system, period_id

),

carried as (

    select
        subscriptions.customer_id,
        subscriptions.product_id,
        periods.next_period_id as period_id,
        subscriptions.mrr_close as mrr
    from subscriptions
    inner join delivered_periods as periods
        on subscriptions.source_system = periods.source_system
        and subscriptions.period_id = periods.period_id
    where periods.next_period_id is not null
    union all
    select
        subscriptions.customer_id,
        subscriptions.product_id,
        subscriptions.period_id,
        -subscriptions.mrr_open as mrr
    from subscriptions
    inner join delivered_periods as periods
        on subscriptions.source_system = periods.source_system
        and subscriptions.period_id = periods.period_id
    where periods.previous_period_id is not null

)

select
    customer_id,
    product_id,
    period_id,
    sum(mrr) as mrr_difference
from carried
group by customer_id, product_id, period_id
having sum(mrr) <> 0
