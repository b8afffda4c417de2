{{ config(enabled='contract_files' in systems_delivering('fx_rate')) }}
{{ contract_from_text('contract_files', 'fx_rate') }}
