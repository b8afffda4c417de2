{{ union_contract('service_event') }}
