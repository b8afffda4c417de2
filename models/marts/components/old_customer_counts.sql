{{ config(
    materialized='view',
    meta={'pairs_with': {'int_windows': 'a customer is an old one in every window that begins after the month'}},
) }}
-- Whoever bought before a window is counted there by the last of their months before it, and came back by the next.
with

customer_months as (

    select * from {{ ref('alike_customer_months') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

first_months as (

    select distinct first_month_number from windows

),

-- The same for all windows that begin together.
old_bases as (

    select
        customer_months.group_number,
        first_months.first_month_number,
        sum(customer_months.customers) as customers
    from customer_months
    inner join first_months
        on first_months.first_month_number > customer_months.month_number
        and first_months.first_month_number <= customer_months.next_month
        and first_months.first_month_number <= customer_months.month_number + 12
    group by customer_months.group_number, first_months.first_month_number

),

counted as (

    select
        old_bases.group_number,
        windows.window_number,
        old_bases.customers as old_base,
        0 as old_active
    from old_bases
    inner join windows on old_bases.first_month_number = windows.first_month_number
    union all
    select
        customer_months.group_number,
        window_months.window_number,
        0 as old_base,
        customer_months.customers as old_active
    from customer_months
    inner join {{ ref('int_window_months') }} as window_months
        on customer_months.next_month = window_months.month_number
        and customer_months.month_number < window_months.first_month_number
        and customer_months.month_number >= window_months.first_month_number - 12

)

select
    group_number,
    window_number,
    sum(old_base) as old_base,
    sum(old_active) as old_active
from counted
group by group_number, window_number
