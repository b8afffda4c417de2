{{ member_mart('product_line') }}
