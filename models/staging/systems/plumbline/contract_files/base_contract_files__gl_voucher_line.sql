{{ config(enabled='contract_files' in systems_delivering('gl_voucher_line')) }}
{{ contract_from_text('contract_files', 'gl_voucher_line') }}
