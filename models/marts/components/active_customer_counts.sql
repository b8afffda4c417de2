{{ config(materialized='view') }}
-- Whoever bought in a window is counted there by the last of their months in it, so that no window needs a distinct of
-- its own.
with

customer_months as (

    select * from {{ ref('alike_customer_months') }}

),

window_months as (

    select * from {{ ref('int_window_months') }}

),

counted as (

    select
        customer_months.group_number,
        window_months.window_number,
        customer_months.customers as customers_active,
        case
            when
                customer_months.is_kept
                and (
                    customer_months.is_kept_twice
                    or customer_months.kept_month_before >= window_months.first_month_number
                )
                then customer_months.customers
            else 0
        end as customers_repeat
    from customer_months
    inner join window_months
        on customer_months.month_number = window_months.month_number
        and customer_months.next_month > window_months.last_month_number
    union all
    -- What they bought next was taken back: they still repeat by this month.
    select
        customer_months.group_number,
        window_months.window_number,
        0 as customers_active,
        customer_months.customers as customers_repeat
    from customer_months
    inner join window_months
        on customer_months.month_number = window_months.month_number
        and customer_months.next_month <= window_months.last_month_number
        and customer_months.next_kept_month > window_months.last_month_number
    where
        customer_months.is_kept
        and customer_months.next_month < customer_months.next_kept_month
        and (
            customer_months.is_kept_twice
            or customer_months.kept_month_before >= window_months.first_month_number
        )

)

select
    group_number,
    window_number,
    sum(customers_active) as customers_active,
    sum(customers_repeat) as customers_repeat
from counted
group by group_number, window_number
