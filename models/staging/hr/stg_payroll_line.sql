{{ union_contract('payroll_line') }}
