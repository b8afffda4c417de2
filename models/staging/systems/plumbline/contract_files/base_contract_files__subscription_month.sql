{{ config(enabled='contract_files' in systems_delivering('subscription_month')) }}
{{ contract_from_text('contract_files', 'subscription_month') }}
