-- A unit of level 1 to 4 that a scorecard assesses names its responsible person (control C-35).
-- 被考核的 L1-L4 组织必须有责任人。
{{ needs_contracts('scorecard_item', 'org_unit', 'employee') }}
with

assessed_units as (

    select distinct
        org_unit.org_id,
        org_unit.valid_from
    from {{ ref('stg_scorecard_item') }} as item
    inner join {{ ref('stg_org_unit') }} as org_unit
        on item.org_id = org_unit.org_id
        and item.valid_from < org_unit.valid_to
        and item.valid_to > org_unit.valid_from
    where
        org_unit.level_code in ('L1', 'L2', 'L3', 'L4')
        and org_unit.manager_employee_id is null

)

select * from assessed_units
