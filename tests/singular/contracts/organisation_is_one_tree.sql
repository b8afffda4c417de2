-- On every day the organisation is one tree: one root, and every unit reaches it (so no cycle and no parent that has
-- ended). Only the days on which a validity begins or ends can change the answer. 任一日组织均为一棵树:唯一根节点,无环,无失效上级。
{{ needs_contracts('org_unit') }}
with recursive

change_dates as (

    select valid_from as change_date
    from {{ ref('stg_org_unit') }}
    union
    select valid_to
    from {{ ref('stg_org_unit') }}

),

units as (

    select
        change_dates.change_date,
        org_unit.org_id,
        org_unit.parent_org_id
    from change_dates
    inner join {{ ref('stg_org_unit') }} as org_unit
        on change_dates.change_date >= org_unit.valid_from
        and change_dates.change_date < org_unit.valid_to

),

reached as (

    select
        change_date,
        org_id
    from units
    where parent_org_id is null
    union
    select
        units.change_date,
        units.org_id
    from units
    inner join reached
        on units.change_date = reached.change_date
        and units.parent_org_id = reached.org_id

),

problems as (

    select
        units.change_date,
        units.org_id,
        'does not reach the root' as problem
    from units
    left join reached
        on units.change_date = reached.change_date
        and units.org_id = reached.org_id
    where reached.org_id is null
    union all
    select
        change_date,
        max(org_id) as org_id,
        'is not the only root' as problem
    from units
    where parent_org_id is null
    group by change_date
    having count(*) > 1

)

select * from problems
