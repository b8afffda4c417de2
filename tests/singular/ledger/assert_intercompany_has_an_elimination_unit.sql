-- Lines between two entities of the group are reversed on the elimination unit. Without such a unit (org_type
-- 'elimination') the group would count its business with itself; with two it would be taken out twice.
with

intercompany as (

    select count(*) as line_count from {{ ref('int_ledger_entries') }} where is_intercompany

),

elimination_units as (

    select count(distinct org_unit_id) as unit_count
    from {{ ref('int_org_unit_versions') }}
    where org_type = 'elimination'

)

select
    intercompany.line_count,
    elimination_units.unit_count
from intercompany
cross join elimination_units
where intercompany.line_count > 0 and elimination_units.unit_count <> 1
