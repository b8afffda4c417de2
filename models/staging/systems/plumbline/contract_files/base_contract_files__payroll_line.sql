{{ config(enabled='contract_files' in systems_delivering('payroll_line')) }}
{{ contract_from_text('contract_files', 'payroll_line') }}
