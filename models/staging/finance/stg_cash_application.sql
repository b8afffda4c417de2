{{ union_contract('cash_application') }}
