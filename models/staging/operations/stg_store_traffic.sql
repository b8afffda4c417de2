{{ union_contract('store_traffic') }}
