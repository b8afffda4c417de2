select
    org_unit_id,
    valid_from,
    valid_to,
    org_unit_name,
    parent_org_unit_id,
    'L' || cast(level_number as {{ dbt.type_string() }}) as org_level,
    org_type,
    industry,
    entity_id,
    functional_currency,
    is_profit_center,
    manager_employee_id,
    peer_group,
    area_sqm,
    open_date,
    close_date,
    is_leaf
from {{ ref('int_org_unit_versions') }}
union all
select
    org_unit_id,
    valid_from,
    valid_to,
    org_unit_name,
    parent_org_unit_id,
    'L' || cast(level_number as {{ dbt.type_string() }}) as org_level,
    org_type,
    industry,
    entity_id,
    functional_currency,
    is_profit_center,
    manager_employee_id,
    peer_group,
    null as area_sqm,
    null as open_date,
    null as close_date,
    false as is_leaf
from {{ ref('post_units') }}
