{{ union_contract('fiscal_period') }}
