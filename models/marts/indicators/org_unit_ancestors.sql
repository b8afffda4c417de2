{{ config(meta={'pairs_with': {'int_org_unit_ancestors': 'there are two trees'}}) }}
with

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }}

),

posts as (

    select * from {{ ref('post_units') }}

),

bases as (

    select distinct hierarchy_basis from ancestors

)

select
    org_unit_id,
    ancestor_org_unit_id,
    hierarchy_basis,
    distance,
    valid_from,
    valid_to
from ancestors
union all
select
    posts.org_unit_id,
    ancestors.ancestor_org_unit_id,
    ancestors.hierarchy_basis,
    ancestors.distance + 1 as distance,
    ancestors.valid_from,
    ancestors.valid_to
from posts
inner join ancestors on posts.parent_org_unit_id = ancestors.org_unit_id
union all
select
    posts.org_unit_id,
    posts.org_unit_id as ancestor_org_unit_id,
    bases.hierarchy_basis,
    0 as distance,
    cast('1900-01-01' as date) as valid_from,
    cast('9999-12-31' as date) as valid_to
from posts
cross join bases
