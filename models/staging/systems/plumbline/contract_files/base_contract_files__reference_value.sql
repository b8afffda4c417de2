{{ config(enabled='contract_files' in systems_delivering('reference_value')) }}
{{ contract_from_text('contract_files', 'reference_value') }}
