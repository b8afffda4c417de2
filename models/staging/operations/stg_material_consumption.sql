{{ union_contract('material_consumption') }}
