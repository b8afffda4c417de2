{{ stored_member_windows('product_line') }}
