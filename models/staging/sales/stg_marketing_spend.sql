{{ union_contract('marketing_spend') }}
