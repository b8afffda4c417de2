{{ member_month_components('customer_segment') }}
