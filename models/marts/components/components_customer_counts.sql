{#- Distinct customers cannot be added up: they are counted for every unit, window and tree. Whoever bought in a window
    is counted there by the last of their months in it, whoever bought before it by the last one before it, so that no
    window needs a distinct of its own. A window is at most twelve months long, so what is further off makes no
    difference: rows that are alike up to there are counted first and meet the windows together. -#}
with

customer_months as (

    select * from {{ ref('unit_customer_months') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

-- For windows that end from a row's month on (up to 12 months later) and windows that begin within 12 months after it.
alike as (

    select
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24) as next_month,
        is_kept,
        is_kept_twice,
        least(next_kept_month, month_number + 12) as next_kept_month,
        case when kept_month_before > month_number - 12 then kept_month_before end as kept_month_before,
        count(*) as customers
    from customer_months
    group by
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24),
        is_kept,
        is_kept_twice,
        least(next_kept_month, month_number + 12),
        case when kept_month_before > month_number - 12 then kept_month_before end

),

counted as (

    select
        alike.*,
        windows.window_code,
        windows.period_end,
        customers as customers_active,
        0 as customers_repeat,
        0 as old_base,
        0 as old_active
    from alike
    inner join windows
        on windows.last_month_number >= alike.month_number
        and windows.last_month_number < alike.next_month
        and windows.first_month_number <= alike.month_number
    union all
    select
        alike.*,
        windows.window_code,
        windows.period_end,
        0 as customers_active,
        customers as customers_repeat,
        0 as old_base,
        0 as old_active
    from alike
    inner join windows
        on windows.last_month_number >= alike.month_number
        and windows.last_month_number < alike.next_kept_month
        and windows.first_month_number <= alike.month_number
    where
        alike.is_kept
        and (alike.is_kept_twice or alike.kept_month_before >= windows.first_month_number)
    union all
    select
        alike.*,
        windows.window_code,
        windows.period_end,
        0 as customers_active,
        0 as customers_repeat,
        customers as old_base,
        case when alike.next_month <= windows.last_month_number then customers else 0 end as old_active
    from alike
    inner join windows
        on windows.first_month_number > alike.month_number
        and windows.first_month_number <= alike.next_month
        and windows.first_month_number <= alike.month_number + 12

)

select
    org_unit_id,
    stored_basis,
    window_code,
    period_end,
    customer_segment,
    channel,
    {%- for count in ['customers_active', 'customers_repeat', 'old_base', 'old_active'] %}
    cast(sum({{ count }}) as decimal(18, 2)) as {{ count }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from counted
group by org_unit_id, stored_basis, window_code, period_end, customer_segment, channel
