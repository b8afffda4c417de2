{{ union_contract('product') }}
