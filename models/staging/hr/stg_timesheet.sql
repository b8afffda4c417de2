{{ union_contract('timesheet') }}
