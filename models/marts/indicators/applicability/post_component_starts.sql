{{ component_starts(
    catalog_by_member(metric_catalog(), 'employee'), 'component_windows_of_posts', ['org_unit_id', 'stored_basis', 'employee_id']
) }}
