{{ union_contract('subscription_month') }}
