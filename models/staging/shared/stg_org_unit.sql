{{ union_contract('org_unit') }}
