{{ config(enabled='contract_files' in systems_delivering('employee')) }}
{{ contract_from_text('contract_files', 'employee') }}
