{{ union_contract('indicator_target') }}
