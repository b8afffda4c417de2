{{ union_contract('bonus_scheme') }}
