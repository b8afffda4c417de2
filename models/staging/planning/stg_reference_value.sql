{{ union_contract('reference_value') }}
