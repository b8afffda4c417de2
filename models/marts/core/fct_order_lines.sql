{#- The pass over the order lines, kept as a table because both order facts read it. -#}
{{ config(materialized='table') }}
-- A line that the customer withdrew before the promised day is not due; what the seller cancelled or still owes is.
-- On time is what had been handed over in full by the day that was promised first, reversals taken off.
with

order_lines as (

    select * from {{ ref('stg_sales_order_line') }}

),

deliveries as (

    select * from {{ ref('fct_order_deliveries') }}

),

products as (

    select * from {{ ref('stg_product') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

days as (

    select * from {{ ref('int_days') }}

),

delivered_by_promise as (

    select
        order_lines.order_id,
        order_lines.line_no,
        sum(deliveries.quantity) as quantity
    from order_lines
    inner join deliveries
        on order_lines.order_id = deliveries.order_id
        and order_lines.line_no = deliveries.order_line_no
        and order_lines.original_promised_date >= deliveries.control_transfer_date
    group by order_lines.order_id, order_lines.line_no

)

select
    order_lines.order_id,
    order_lines.line_no,
    posting_units.org_unit_id,
    customers.surviving_customer_id as customer_id,
    coalesce(customers.segment, '-') as customer_segment,
    order_lines.product_id,
    coalesce(products.product_line, '-') as product_line,
    order_lines.quantity as ordered_quantity,
    order_lines.status,
    order_lines.cancelled_date,
    order_lines.original_promised_date,
    days.month_end as promised_month_end,
    days.month_number as promised_month_number,
    case
        when order_lines.status = 'cancelled_customer'
            then order_lines.cancelled_date >= order_lines.original_promised_date
        else true
    end as is_due,
    coalesce(delivered_by_promise.quantity, 0) >= order_lines.quantity as is_on_time,
    order_lines.source_system
from order_lines
inner join posting_units on order_lines.org_id = posting_units.delivered_org_id
left join products on order_lines.product_id = products.product_id
left join customers on order_lines.customer_id = customers.customer_id
left join days on order_lines.original_promised_date = days.date_day
left join delivered_by_promise
    on order_lines.order_id = delivered_by_promise.order_id
    and order_lines.line_no = delivered_by_promise.line_no
