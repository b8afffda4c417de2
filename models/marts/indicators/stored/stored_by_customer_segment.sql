{{ stored_member_windows('customer_segment') }}
