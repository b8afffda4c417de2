{{ config(enabled='contract_files' in systems_delivering('training_record')) }}
{{ contract_from_text('contract_files', 'training_record') }}
