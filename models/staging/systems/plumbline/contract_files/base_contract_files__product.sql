{{ config(enabled='contract_files' in systems_delivering('product')) }}
{{ contract_from_text('contract_files', 'product') }}
