{{ config(enabled='contract_files' in systems_delivering('timesheet')) }}
{{ contract_from_text('contract_files', 'timesheet') }}
