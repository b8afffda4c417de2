{#- Distinct customers cannot be added up: they are counted for every unit, window and tree. A customer's months are put
    in a row; whoever bought in a window is counted there by the last of these months in it, whoever bought before it by
    the last one before it, so that no window needs a distinct of its own. A window is at most twelve months long, so
    what is further off makes no difference: rows that are alike up to there are counted first and meet the windows
    together. Nobody asks for them below L4. -#}
{%- set kept_month = 'case when first_kept_date is not null then month_number end' -%}
with

customer_months as (

    select * from {{ ref('components_customers') }}

),

roll_up_paths as (

    select paths.*
    from {{ ref('int_roll_up_paths') }} as paths
    inner join {{ ref('dim_org_units') }} as units on paths.ancestor_org_unit_id = units.org_unit_id
    where units.level_number <= 4

),

windows as (

    select * from {{ ref('int_windows') }}

),

unit_customer_months as (

    select
        roll_up_paths.ancestor_org_unit_id as org_unit_id,
        roll_up_paths.hierarchy_basis as stored_basis,
        customer_months.customer_segment,
        customer_months.channel,
        customer_months.customer_id,
        customer_months.month_number,
        min(customer_months.first_kept_date) as first_kept_date,
        max(customer_months.last_kept_date) as last_kept_date
    from customer_months
    inner join roll_up_paths
        on customer_months.org_unit_id = roll_up_paths.org_unit_id
        and customer_months.month_end >= roll_up_paths.valid_from
        and customer_months.month_end < roll_up_paths.valid_to
    group by
        roll_up_paths.ancestor_org_unit_id,
        roll_up_paths.hierarchy_basis,
        customer_months.customer_segment,
        customer_months.channel,
        customer_months.customer_id,
        customer_months.month_number

),

in_a_row as (

    select
        *,
        first_kept_date < last_kept_date as is_kept_twice,
        coalesce(
            lead(month_number) over (partition by org_unit_id, stored_basis, customer_id order by month_number), 9999
        ) as next_month,
        coalesce(
            min({{ kept_month }}) over (
                partition by org_unit_id, stored_basis, customer_id order by month_number
                rows between 1 following and unbounded following
            ), 9999
        ) as next_kept_month,
        max({{ kept_month }}) over (
            partition by org_unit_id, stored_basis, customer_id order by month_number
            rows between unbounded preceding and 1 preceding
        ) as kept_month_before
    from unit_customer_months

),

-- For the windows that end from a row's month on (12 of them reach it) and those that begin after it (12, of 12 months).
alike as (

    select
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24) as next_month,
        first_kept_date is not null as is_kept,
        is_kept_twice,
        least(next_kept_month, month_number + 12) as next_kept_month,
        case when kept_month_before > month_number - 12 then kept_month_before end as kept_month_before,
        count(*) as customers
    from in_a_row
    group by
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24),
        first_kept_date is not null,
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
