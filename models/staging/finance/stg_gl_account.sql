{{ union_contract('gl_account') }}
