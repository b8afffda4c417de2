{%- set shared_columns = [
    'org_type', 'industry', 'entity_id', 'functional_currency', 'is_profit_center', 'manager_employee_id', 'peer_group',
] -%}
-- The delivered units with their unallocated leaves, and the posts, which have no area and no trading days.
{%- for relation in ['int_org_unit_versions', 'post_units'] %}
select
    org_unit_id,
    valid_from,
    valid_to,
    org_unit_name,
    parent_org_unit_id,
    'L' || cast(level_number as {{ dbt.type_string() }}) as org_level,
    {{ shared_columns | join(',\n    ') }},
    {%- if relation == 'post_units' %}
    null as area_sqm,
    null as open_date,
    null as close_date,
    false as is_leaf
    {%- else %}
    area_sqm,
    open_date,
    close_date,
    is_leaf
    {%- endif %}
from {{ ref(relation) }}
{{ 'union all' if not loop.last }}
{%- endfor %}
