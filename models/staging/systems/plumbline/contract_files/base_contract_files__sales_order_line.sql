{{ config(enabled='contract_files' in systems_delivering('sales_order_line')) }}
{{ contract_from_text('contract_files', 'sales_order_line') }}
