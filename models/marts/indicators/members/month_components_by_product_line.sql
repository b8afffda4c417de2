{{ member_month_components('product_line') }}
