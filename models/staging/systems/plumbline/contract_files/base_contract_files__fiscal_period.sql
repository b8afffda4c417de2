{{ config(enabled='contract_files' in systems_delivering('fiscal_period')) }}
{{ contract_from_text('contract_files', 'fiscal_period') }}
