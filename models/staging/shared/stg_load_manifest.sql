{{ union_contract('load_manifest') }}
