{{ config(enabled='contract_files' in systems_delivering('customer')) }}
{{ contract_from_text('contract_files', 'customer') }}
