{{ union_contract('sales_order_line') }}
