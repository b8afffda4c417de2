{{ config(enabled='contract_files' in systems_delivering('indicator_target')) }}
{{ contract_from_text('contract_files', 'indicator_target') }}
