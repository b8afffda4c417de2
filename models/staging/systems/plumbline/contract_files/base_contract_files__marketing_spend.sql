{{ config(enabled='contract_files' in systems_delivering('marketing_spend')) }}
{{ contract_from_text('contract_files', 'marketing_spend') }}
