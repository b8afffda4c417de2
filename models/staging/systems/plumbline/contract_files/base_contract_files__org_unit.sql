{{ config(enabled='contract_files' in systems_delivering('org_unit')) }}
{{ contract_from_text('contract_files', 'org_unit') }}
