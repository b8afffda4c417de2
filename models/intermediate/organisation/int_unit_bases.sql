-- Which stored roll-up answers for a unit under each tree: its own where the trees differ, else the as-was one for
-- both. Every stored roll-up has one row whose two bases are the same; it says for which trees it is stored.
with

stored as (

    select distinct
        ancestor_org_unit_id as org_unit_id,
        hierarchy_basis as stored_basis
    from {{ ref('int_roll_up_paths') }}

),

differing as (

    select org_unit_id from stored where stored_basis = 'as_is'

),

bases as (

    select
        stored.org_unit_id,
        stored.stored_basis as hierarchy_basis,
        stored.stored_basis
    from stored
    union all
    select
        stored.org_unit_id,
        'as_is' as hierarchy_basis,
        stored.stored_basis
    from stored
    left join differing on stored.org_unit_id = differing.org_unit_id
    where differing.org_unit_id is null

)

select
    bases.*,
    case
        when count(*) over (partition by bases.org_unit_id, bases.stored_basis) = 2 then 'both' else bases.stored_basis
    end as stored_for
from bases
