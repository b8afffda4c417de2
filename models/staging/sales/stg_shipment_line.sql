{{ union_contract('shipment_line') }}
