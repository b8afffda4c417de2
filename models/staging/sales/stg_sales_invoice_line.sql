{{ union_contract('sales_invoice_line') }}
