{#- Kept as a table because both order facts read it. -#}
{{ config(materialized='table') }}
-- The months in which an order line became wholly delivered (+1), or by a reversal ceased to be (-1), month ends
-- compared: the changes up to a day say whether the line was filled on it. Month 0 is all that came before the first.
with

order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

deliveries as (

    select * from {{ ref('fct_order_deliveries') }}

),

days as (

    select * from {{ ref('int_balance_days') }}

),

delivered_months as (

    select
        order_lines.order_id,
        order_lines.line_no,
        days.month_number,
        days.month_end,
        sum(deliveries.quantity) as quantity
    from order_lines
    inner join deliveries
        on order_lines.order_id = deliveries.order_id
        and order_lines.line_no = deliveries.order_line_no
    inner join days on deliveries.control_transfer_date = days.date_day
    group by order_lines.order_id, order_lines.line_no, days.month_number, days.month_end

),

delivered_to_date as (

    select
        order_id,
        line_no,
        month_number,
        month_end,
        sum(quantity) over (
            partition by order_id, line_no
            order by month_number
            rows between unbounded preceding and current row
        ) as delivered_quantity
    from delivered_months

),

filled as (

    select
        order_lines.*,
        delivered_to_date.month_number,
        delivered_to_date.month_end,
        case
            when delivered_to_date.delivered_quantity >= order_lines.ordered_quantity then 1 else 0
        end as lines_filled
    from delivered_to_date
    inner join order_lines
        on delivered_to_date.order_id = order_lines.order_id
        and delivered_to_date.line_no = order_lines.line_no

),

changes as (

    select
        filled.*,
        lines_filled - coalesce(
            lag(lines_filled) over (partition by order_id, line_no order by month_number), 0
        ) as lines_change
    from filled

)

select
    order_id,
    line_no,
    month_number,
    month_end,
    org_unit_id,
    product_line,
    customer_segment,
    is_due,
    promised_month_number,
    lines_change
from changes
where lines_change <> 0
