{%- set subscription = ['subscription_month'] -%}
-- Who pays at a window's start, and what they pay at its end. A customer's later price stands at the leaf where it
-- is paid if they paid there at the start too; else at the leaf where they paid most then, which answers for its
-- customers wherever they go. So it is counted once, and parents are the sums of their leaves.
with

unit_windows as (

    select * from {{ ref('int_unit_windows') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

subscriptions as (

    select * from {{ ref('fct_subscription_months') }}

),

opening as (

    select
        windows.window_code,
        windows.period_end,
        subscriptions.org_unit_id,
        subscriptions.customer_id,
        subscriptions.mrr_open,
        row_number() over (
            partition by windows.window_code, windows.period_end, subscriptions.customer_id
            order by subscriptions.mrr_open desc, subscriptions.org_unit_id asc
        ) as place
    from windows
    inner join subscriptions on windows.first_month_number = subscriptions.month_number
    where subscriptions.mrr_open > 0

),

closing as (

    select
        windows.window_code,
        windows.period_end,
        subscriptions.org_unit_id,
        subscriptions.customer_id,
        subscriptions.mrr_close
    from windows
    inner join subscriptions on windows.last_month_number = subscriptions.month_number
    where subscriptions.mrr_close > 0

),

parts as (

    select
        window_code,
        period_end,
        org_unit_id,
        mrr_open as mrr_base,
        0 as mrr_kept
    from opening
    union all
    select
        closing.window_code,
        closing.period_end,
        coalesce(same_leaf.org_unit_id, main_leaf.org_unit_id) as org_unit_id,
        0 as mrr_base,
        closing.mrr_close as mrr_kept
    from closing
    inner join opening as main_leaf
        on closing.window_code = main_leaf.window_code
        and closing.period_end = main_leaf.period_end
        and closing.customer_id = main_leaf.customer_id
        and main_leaf.place = 1
    left join opening as same_leaf
        on closing.window_code = same_leaf.window_code
        and closing.period_end = same_leaf.period_end
        and closing.customer_id = same_leaf.customer_id
        and closing.org_unit_id = same_leaf.org_unit_id

),

sums as (

    select
        window_code,
        period_end,
        org_unit_id,
        sum(mrr_base) as mrr_base,
        sum(mrr_kept) as mrr_kept
    from parts
    group by window_code, period_end, org_unit_id

)

select
    unit_windows.org_unit_id,
    unit_windows.org_unit_version_id,
    unit_windows.window_code,
    unit_windows.period_end,
    {{ if_delivered(subscription, 'coalesce(sums.mrr_base, 0)', 'decimal(18, 4)') }} as mrr_base,
    {{ if_delivered(subscription, 'coalesce(sums.mrr_kept, 0)', 'decimal(18, 4)') }} as mrr_kept
from unit_windows
left join sums
    on unit_windows.org_unit_id = sums.org_unit_id
    and unit_windows.window_code = sums.window_code
    and unit_windows.period_end = sums.period_end
