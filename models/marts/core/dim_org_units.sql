with

versions as (

    select
        org_units.*,
        row_number() over (partition by org_unit_id order by valid_from desc) as recency
    from {{ ref('int_org_unit_versions') }} as org_units

),

latest as (

    select * from versions where recency = 1

),

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }} where hierarchy_basis = 'as_is'

),

paths as (

    select
        ancestors.org_unit_id,
        {%- for level, number in hierarchy_levels().items() %}
        max(case when latest.level_number = {{ number }} then latest.org_unit_id end) as {{ level }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from ancestors
    inner join latest on ancestors.ancestor_org_unit_id = latest.org_unit_id
    group by ancestors.org_unit_id

)

select
    latest.org_unit_id,
    latest.org_unit_name,
    latest.level_number,
    latest.org_type,
    latest.industry,
    latest.entity_id,
    latest.peer_group,
    latest.is_leaf,
    {%- for level in hierarchy_levels() %}
    paths.{{ level }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from latest
inner join paths on latest.org_unit_id = paths.org_unit_id
