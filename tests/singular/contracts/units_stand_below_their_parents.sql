-- A unit's level is below that of its parent, so that each level column of a unit names at most one ancestor.
-- 下级单元的层级低于其上级。
{{ needs_contracts('org_unit') }}
with

misplaced as (

    select
        child.org_id,
        child.level_code,
        child.valid_from,
        parent.org_id as parent_org_id,
        parent.level_code as parent_level_code
    from {{ ref('stg_org_unit') }} as child
    inner join {{ ref('stg_org_unit') }} as parent
        on child.parent_org_id = parent.org_id
        and child.valid_from < parent.valid_to
        and child.valid_to > parent.valid_from
    where child.level_code <= parent.level_code

)

select * from misplaced
