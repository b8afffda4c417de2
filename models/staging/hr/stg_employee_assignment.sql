{{ union_contract('employee_assignment') }}
