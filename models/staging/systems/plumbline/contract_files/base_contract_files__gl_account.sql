{{ config(enabled='contract_files' in systems_delivering('gl_account')) }}
{{ contract_from_text('contract_files', 'gl_account') }}
