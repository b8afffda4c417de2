{{ union_contract('fx_rate') }}
