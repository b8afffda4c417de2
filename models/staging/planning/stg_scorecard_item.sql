{{ union_contract('scorecard_item') }}
