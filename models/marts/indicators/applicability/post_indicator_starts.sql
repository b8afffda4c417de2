{{ indicator_starts(
    catalog_by_member(metric_catalog(), 'employee'), 'post_component_starts', ['org_unit_id', 'stored_basis', 'employee_id']
) }}
