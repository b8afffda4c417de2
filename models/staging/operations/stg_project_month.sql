{{ union_contract('project_month') }}
