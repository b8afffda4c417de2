{{ indicator_starts(metric_catalog(), 'unit_component_starts', ['org_unit_id', 'stored_basis']) }}
