-- Where a delivered unit id is kept: at the unit itself, or at its unallocated leaf when it has children.
with

units as (

    select distinct
        org_unit_id,
        is_leaf
    from {{ ref('int_org_unit_versions') }}
    where org_type <> 'unallocated'

)

select
    org_unit_id as delivered_org_id,
    case when is_leaf then org_unit_id else org_unit_id || '-UNALLOC' end as org_unit_id
from units
