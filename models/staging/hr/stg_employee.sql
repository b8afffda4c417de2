{{ union_contract('employee') }}
