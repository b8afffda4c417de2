{{ union_contract('gl_voucher_line') }}
