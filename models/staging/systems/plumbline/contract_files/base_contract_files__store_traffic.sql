{{ config(enabled='contract_files' in systems_delivering('store_traffic')) }}
{{ contract_from_text('contract_files', 'store_traffic') }}
