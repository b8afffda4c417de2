{{ union_contract('inventory_balance') }}
