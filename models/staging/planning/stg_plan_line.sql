{{ union_contract('plan_line') }}
