{{ union_contract('lead') }}
