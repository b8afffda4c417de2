{{ config(enabled='contract_files' in systems_delivering('employee_assignment')) }}
{{ contract_from_text('contract_files', 'employee_assignment') }}
