{{ union_contract('production_order') }}
