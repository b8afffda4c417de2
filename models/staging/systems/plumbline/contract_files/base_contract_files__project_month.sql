{{ config(enabled='contract_files' in systems_delivering('project_month')) }}
{{ contract_from_text('contract_files', 'project_month') }}
