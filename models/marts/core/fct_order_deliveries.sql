-- What of an order line had been handed over by the end of each day on which something was, reversals taken off.
with

shipments as (

    select * from {{ ref('stg_shipment_line') }}

),

daily as (

    select
        order_id,
        order_line_no,
        control_transfer_date,
        cast(sum(quantity) as decimal(18, 4)) as quantity
    from shipments
    group by order_id, order_line_no, control_transfer_date

),

running as (

    select
        order_id,
        order_line_no,
        control_transfer_date,
        quantity,
        cast(sum(quantity) over (
            partition by order_id, order_line_no
            order by control_transfer_date
            rows between unbounded preceding and current row
        ) as decimal(18, 4)) as delivered_quantity
    from daily

)

select * from running
