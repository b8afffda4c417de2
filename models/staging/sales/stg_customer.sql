{{ union_contract('customer') }}
