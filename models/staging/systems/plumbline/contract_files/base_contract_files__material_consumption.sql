{{ config(enabled='contract_files' in systems_delivering('material_consumption')) }}
{{ contract_from_text('contract_files', 'material_consumption') }}
