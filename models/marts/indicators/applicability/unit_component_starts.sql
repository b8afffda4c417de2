{{ component_starts(metric_catalog(), 'metric_windows', ['org_unit_id', 'stored_basis']) }}
