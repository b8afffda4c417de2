-- Posts as units of the tree: below the leaf unit they belong to, there as long as it is.
with

posts as (

    select distinct
        org_unit_id,
        employee_id
    from {{ ref('component_windows_of_posts') }}

),

leaves as (

    select
        versions.*,
        min(versions.valid_from) over (partition by versions.org_unit_id) as first_valid_from,
        max(versions.valid_to) over (partition by versions.org_unit_id) as last_valid_to,
        row_number() over (partition by versions.org_unit_id order by versions.valid_from desc) as recency
    from {{ ref('int_org_unit_versions') }} as versions

)

select
    {{ post_id('posts') }} as org_unit_id,
    posts.employee_id,
    leaves.first_valid_from as valid_from,
    leaves.last_valid_to as valid_to,
    leaves.org_unit_name || ' / ' || posts.employee_id as org_unit_name,
    leaves.org_unit_id as parent_org_unit_id,
    6 as level_number,
    'post' as org_type,
    leaves.industry,
    leaves.entity_id,
    leaves.functional_currency,
    leaves.is_profit_center,
    leaves.manager_employee_id,
    leaves.peer_group
from posts
inner join leaves
    on posts.org_unit_id = leaves.org_unit_id
    and leaves.recency = 1
