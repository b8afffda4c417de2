-- How leaf months roll up: every leaf to every unit above it. The as-is tree is listed only for units whose members
-- differ between the two trees; for all others the as-was roll-up is the same.
with

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }}

),

paths as (

    select * from {{ ref('int_unit_paths') }} where hierarchy_basis = 'as_was'

),

as_was as (

    select
        paths.org_unit_id,
        ancestors.ancestor_org_unit_id,
        paths.valid_from,
        paths.valid_to
    from paths
    inner join ancestors
        on paths.org_unit_id = ancestors.org_unit_id
        and ancestors.hierarchy_basis = 'as_was'
        and paths.valid_from >= ancestors.valid_from
        and paths.valid_from < ancestors.valid_to

),

as_is as (

    select
        paths.org_unit_id,
        ancestors.ancestor_org_unit_id,
        paths.valid_from,
        paths.valid_to
    from paths
    inner join ancestors
        on paths.org_unit_id = ancestors.org_unit_id
        and ancestors.hierarchy_basis = 'as_is'

),

differing_units as (

    select coalesce(as_was.ancestor_org_unit_id, as_is.ancestor_org_unit_id) as ancestor_org_unit_id
    from as_was
    full outer join as_is
        on as_was.org_unit_id = as_is.org_unit_id
        and as_was.ancestor_org_unit_id = as_is.ancestor_org_unit_id
        and as_was.valid_from = as_is.valid_from
    where as_was.org_unit_id is null or as_is.org_unit_id is null

)

select
    'as_was' as hierarchy_basis,
    as_was.*
from as_was
union all
select
    'as_is' as hierarchy_basis,
    as_is.*
from as_is
where as_is.ancestor_org_unit_id in (select differing_units.ancestor_org_unit_id from differing_units)
