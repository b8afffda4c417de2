with

paths as (

    select * from {{ ref('int_unit_paths') }} where hierarchy_basis = 'as_was'

),

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }} where hierarchy_basis = 'as_was'

),

levels as (

    select
        org_unit_id,
        max(level_number) as level_number
    from {{ ref('int_org_unit_versions') }}
    group by org_unit_id

)

select
    paths.org_unit_version_id,
    paths.org_unit_id,
    paths.valid_from,
    paths.valid_to,
    {%- for level, number in hierarchy_levels().items() %}
    max(case when levels.level_number = {{ number }} then ancestors.ancestor_org_unit_id end) as {{ level }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from paths
inner join ancestors
    on paths.org_unit_id = ancestors.org_unit_id
    and paths.valid_from >= ancestors.valid_from
    and paths.valid_from < ancestors.valid_to
inner join levels on ancestors.ancestor_org_unit_id = levels.org_unit_id
group by paths.org_unit_version_id, paths.org_unit_id, paths.valid_from, paths.valid_to
