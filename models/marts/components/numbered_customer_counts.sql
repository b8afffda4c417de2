{{ config(materialized='view', meta={'pairs_with': {'int_windows': 'a customer is counted in every window that sees the month'}}) }}
{#- Whoever bought in a window is counted there by the last of their months in it, whoever bought before it by the last one
    before it, so that no window needs a distinct of its own. -#}
with

customer_months as (

    select * from {{ ref('alike_customer_months') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

-- Every window beside each of its months, so that a row finds the windows it is in by equality.
months_of_windows as (

    select
        windows.*,
        months.month_number
    from windows
    inner join (select distinct last_month_number as month_number from windows) as months
        on months.month_number between windows.first_month_number and windows.last_month_number

),

-- Who bought before a window is the same for all windows that begin together.
old_bases as (

    select
        customer_months.group_number,
        first_months.first_month_number,
        sum(customer_months.customers) as customers
    from customer_months
    inner join (select distinct first_month_number from windows) as first_months
        on first_months.first_month_number > customer_months.month_number
        and first_months.first_month_number <= customer_months.next_month
        and first_months.first_month_number <= customer_months.month_number + 12
    group by customer_months.group_number, first_months.first_month_number

),

counted as (

    select
        customer_months.group_number,
        months_of_windows.window_number,
        customer_months.customers as customers_active,
        case
            when
                customer_months.is_kept
                and (
                    customer_months.is_kept_twice or customer_months.kept_month_before >= months_of_windows.first_month_number
                )
                then customer_months.customers
            else 0
        end as customers_repeat,
        0 as old_base,
        0 as old_active
    from customer_months
    inner join months_of_windows
        on customer_months.month_number = months_of_windows.month_number
        and customer_months.next_month > months_of_windows.last_month_number
    union all
    -- What they bought next was taken back: they still repeat by this month.
    select
        customer_months.group_number,
        months_of_windows.window_number,
        0 as customers_active,
        customer_months.customers as customers_repeat,
        0 as old_base,
        0 as old_active
    from customer_months
    inner join months_of_windows
        on customer_months.month_number = months_of_windows.month_number
        and customer_months.next_month <= months_of_windows.last_month_number
        and customer_months.next_kept_month > months_of_windows.last_month_number
    where
        customer_months.is_kept
        and customer_months.next_month < customer_months.next_kept_month
        and (customer_months.is_kept_twice or customer_months.kept_month_before >= months_of_windows.first_month_number)
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
        customer_months.group_number,
        months_of_windows.window_number,
        0 as customers_active,
        0 as customers_repeat,
        0 as old_base,
        customer_months.customers as old_active
    from customer_months
    inner join months_of_windows
        on customer_months.next_month = months_of_windows.month_number
        and customer_months.month_number < months_of_windows.first_month_number
        and customer_months.month_number >= months_of_windows.first_month_number - 12

)

select
    group_number,
    window_number,
    sum(customers_active) as customers_active,
    sum(customers_repeat) as customers_repeat,
    sum(old_base) as old_base,
    sum(old_active) as old_active
from counted
group by group_number, window_number
