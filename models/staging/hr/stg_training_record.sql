{{ union_contract('training_record') }}
