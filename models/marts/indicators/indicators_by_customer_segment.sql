{{ member_mart('customer_segment') }}
