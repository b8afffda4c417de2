{{ config(enabled='contract_files' in systems_delivering('service_event')) }}
{{ contract_from_text('contract_files', 'service_event') }}
