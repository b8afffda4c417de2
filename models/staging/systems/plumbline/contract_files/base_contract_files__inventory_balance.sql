{{ config(enabled='contract_files' in systems_delivering('inventory_balance')) }}
{{ contract_from_text('contract_files', 'inventory_balance') }}
