{{ config(enabled='contract_files' in systems_delivering('cash_application')) }}
{{ contract_from_text('contract_files', 'cash_application') }}
