{{ union_contract('ahp_judgement') }}
