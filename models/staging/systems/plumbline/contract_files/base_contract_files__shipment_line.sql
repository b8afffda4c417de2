{{ config(enabled='contract_files' in systems_delivering('shipment_line')) }}
{{ contract_from_text('contract_files', 'shipment_line') }}
