-- Every delivery names a line of a sales order, and no more is taken back on it than was delivered.
-- 交付须对应订单行，冲回不超过已交付数量。
{{ needs_contracts('sales_order_line', 'shipment_line') }}
with

deliveries as (

    select
        order_id,
        order_line_no,
        sum(quantity) as delivered_quantity
    from {{ ref('stg_shipment_line') }}
    group by order_id, order_line_no

)

select deliveries.*
from deliveries
left join {{ ref('stg_sales_order_line') }} as order_lines
    on deliveries.order_id = order_lines.order_id
    and deliveries.order_line_no = order_lines.line_no
where order_lines.order_id is null or deliveries.delivered_quantity < 0
