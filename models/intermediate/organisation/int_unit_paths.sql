-- A leaf's whole path, unbroken for an interval: the unit version of the as-was tree.
with

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }}

),

leaves as (

    select distinct org_unit_id from {{ ref('int_org_unit_versions') }} where is_leaf

),

breaks as (

    select distinct
        ancestors.hierarchy_basis,
        ancestors.org_unit_id,
        ancestors.valid_from
    from ancestors
    inner join leaves on ancestors.org_unit_id = leaves.org_unit_id

)

select
    hierarchy_basis,
    org_unit_id,
    org_unit_id || '@' || cast(valid_from as {{ dbt.type_string() }}) as org_unit_version_id,
    valid_from,
    coalesce(
        lead(valid_from) over (partition by hierarchy_basis, org_unit_id order by valid_from),
        cast('9999-12-31' as date)
    ) as valid_to
from breaks
