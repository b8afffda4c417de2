{{ config(enabled='contract_files' in systems_delivering('ahp_judgement')) }}
{{ contract_from_text('contract_files', 'ahp_judgement') }}
