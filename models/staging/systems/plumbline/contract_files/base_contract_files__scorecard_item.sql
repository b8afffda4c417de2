{{ config(enabled='contract_files' in systems_delivering('scorecard_item')) }}
{{ contract_from_text('contract_files', 'scorecard_item') }}
