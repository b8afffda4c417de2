{{ union_contract('gl_balance') }}
