{{ config(enabled='contract_files' in systems_delivering('plan_line')) }}
{{ contract_from_text('contract_files', 'plan_line') }}
