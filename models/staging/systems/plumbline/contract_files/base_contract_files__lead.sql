{{ config(enabled='contract_files' in systems_delivering('lead')) }}
{{ contract_from_text('contract_files', 'lead') }}
