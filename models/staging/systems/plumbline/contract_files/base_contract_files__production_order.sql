{{ config(enabled='contract_files' in systems_delivering('production_order')) }}
{{ contract_from_text('contract_files', 'production_order') }}
