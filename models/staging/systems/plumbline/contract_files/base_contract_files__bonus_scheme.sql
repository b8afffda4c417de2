{{ config(enabled='contract_files' in systems_delivering('bonus_scheme')) }}
{{ contract_from_text('contract_files', 'bonus_scheme') }}
