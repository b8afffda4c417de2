{#- Distinct customers cannot be added up: they are counted for every unit, window and tree. Whoever bought in a window
    is counted there by the last of their months in it, whoever bought before it by the last one before it, so that no
    window needs a distinct of its own. A window is at most twelve months long, so what is further off makes no
    difference: rows that are alike up to there are counted first and meet the windows together. -#}
{{ config(meta={'pairs_with': {'int_windows': 'a customer is counted in every window that sees the month'}}) }}
{%- set counts = ['customers_active', 'customers_repeat', 'old_base', 'old_active'] -%}
with

customer_months as (

    select * from {{ ref('unit_customer_months') }}

),

windows as (

    select
        *,
        row_number() over (order by period_end, window_code) as window_number
    from {{ ref('int_windows') }}

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

-- Below, a number stands for a unit, tree, segment and channel, as it does for a window: five texts and a date make the
-- counting twice as dear.
groups as (

    select
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        row_number() over (order by org_unit_id, stored_basis, customer_segment, channel) as group_number
    from alike
    group by org_unit_id, stored_basis, customer_segment, channel

),

numbered as (

    select
        alike.*,
        groups.group_number
    from alike
    inner join groups
        on alike.org_unit_id = groups.org_unit_id
        and alike.stored_basis = groups.stored_basis
        and alike.customer_segment = groups.customer_segment
        and alike.channel = groups.channel

),

months as (

    select distinct last_month_number as month_number from windows

),

-- Every window beside each of its months, so that a row finds the windows it is in by equality.
months_of_windows as (

    select
        windows.*,
        months.month_number
    from windows
    inner join months on months.month_number between windows.first_month_number and windows.last_month_number

),

first_months as (

    select distinct first_month_number from windows

),

-- Who bought before a window is the same for all windows that begin together.
old_bases as (

    select
        numbered.group_number,
        first_months.first_month_number,
        sum(numbered.customers) as customers
    from numbered
    inner join first_months
        on first_months.first_month_number > numbered.month_number
        and first_months.first_month_number <= numbered.next_month
        and first_months.first_month_number <= numbered.month_number + 12
    group by numbered.group_number, first_months.first_month_number

),

counted as (

    select
        numbered.group_number,
        months_of_windows.window_number,
        numbered.customers as customers_active,
        case
            when
                numbered.is_kept
                and (
                    numbered.is_kept_twice or numbered.kept_month_before >= months_of_windows.first_month_number
                )
                then numbered.customers
            else 0
        end as customers_repeat,
        0 as old_base,
        0 as old_active
    from numbered
    inner join months_of_windows
        on numbered.month_number = months_of_windows.month_number
        and numbered.next_month > months_of_windows.last_month_number
    union all
    -- What they bought next was taken back: they still repeat by this month.
    select
        numbered.group_number,
        months_of_windows.window_number,
        0 as customers_active,
        numbered.customers as customers_repeat,
        0 as old_base,
        0 as old_active
    from numbered
    inner join months_of_windows
        on numbered.month_number = months_of_windows.month_number
        and numbered.next_month <= months_of_windows.last_month_number
        and numbered.next_kept_month > months_of_windows.last_month_number
    where
        numbered.is_kept
        and numbered.next_month < numbered.next_kept_month
        and (numbered.is_kept_twice or numbered.kept_month_before >= months_of_windows.first_month_number)
    union all
    select
        old_bases.group_number,
        windows.window_number,
        0 as customers_active,
        0 as customers_repeat,
        old_bases.customers as old_base,
        0 as old_active
    from old_bases
    inner join windows on old_bases.first_month_number = windows.first_month_number
    union all
    select
        numbered.group_number,
        months_of_windows.window_number,
        0 as customers_active,
        0 as customers_repeat,
        0 as old_base,
        numbered.customers as old_active
    from numbered
    inner join months_of_windows
        on numbered.next_month = months_of_windows.month_number
        and numbered.month_number < months_of_windows.first_month_number
        and numbered.month_number >= months_of_windows.first_month_number - 12

),

added_up as (

    select
        group_number,
        window_number,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from counted
    group by group_number, window_number

)

select
    groups.org_unit_id,
    groups.stored_basis,
    windows.window_code,
    windows.period_end,
    groups.customer_segment,
    groups.channel,
    {%- for count in counts %}
    cast(added_up.{{ count }} as decimal(18, 2)) as {{ count }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from added_up
inner join groups on added_up.group_number = groups.group_number
inner join windows on added_up.window_number = windows.window_number
