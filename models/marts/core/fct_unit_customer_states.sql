{{ config(materialized='table') }}
-- When a customer is active anywhere below a unit, for the company and its business units. A unit keeps its leaves
-- until a reorganisation; stretches are joined anew for each such time, so that a window is judged with the leaves
-- that the unit has at its end, as other window sets are.
with

states as (

    select * from {{ ref('fct_customer_states') }}

),

placements as (

    select
        paths.hierarchy_basis as stored_basis,
        paths.ancestor_org_unit_id as org_unit_id,
        paths.org_unit_id as leaf_org_unit_id,
        paths.valid_from,
        paths.valid_to,
        lag(paths.valid_to) over (
            partition by paths.hierarchy_basis, paths.ancestor_org_unit_id, paths.org_unit_id
            order by paths.valid_from
        ) as previous_valid_to,
        lead(paths.valid_from) over (
            partition by paths.hierarchy_basis, paths.ancestor_org_unit_id, paths.org_unit_id
            order by paths.valid_from
        ) as next_valid_from
    from {{ ref('int_roll_up_paths') }} as paths
    inner join {{ ref('dim_org_units') }} as units on paths.ancestor_org_unit_id = units.org_unit_id
    where units.level_number <= 2

),

-- A leaf that moves within a unit neither leaves it nor joins it.
reorganisations as (

    select
        stored_basis,
        org_unit_id,
        valid_from as reorganised_on
    from placements
    where previous_valid_to is null or previous_valid_to < valid_from
    union
    select
        stored_basis,
        org_unit_id,
        valid_to as reorganised_on
    from placements
    where next_valid_from is null or next_valid_from > valid_to

),

terms as (

    select
        stored_basis,
        org_unit_id,
        reorganised_on as valid_from,
        lead(reorganised_on) over (partition by stored_basis, org_unit_id order by reorganised_on) as valid_to
    from reorganisations

),

stretches as (

    select
        terms.stored_basis,
        terms.org_unit_id,
        terms.valid_from,
        terms.valid_to,
        states.customer_id,
        states.first_instant,
        states.last_instant,
        max(states.last_instant) over (
            partition by terms.stored_basis, terms.org_unit_id, terms.valid_from, states.customer_id
            order by states.first_instant, states.last_instant
            rows between unbounded preceding and 1 preceding
        ) as reached_instant
    from terms
    inner join placements
        on terms.stored_basis = placements.stored_basis
        and terms.org_unit_id = placements.org_unit_id
        and terms.valid_from >= placements.valid_from
        and terms.valid_from < placements.valid_to
    inner join states on placements.leaf_org_unit_id = states.org_unit_id
    where terms.valid_to is not null

),

numbered as (

    select
        *,
        sum(case when reached_instant is null or first_instant > reached_instant + 1 then 1 else 0 end) over (
            partition by stored_basis, org_unit_id, valid_from, customer_id
            order by first_instant, last_instant
            rows between unbounded preceding and current row
        ) as stretch_number
    from stretches

)

select
    stored_basis,
    org_unit_id,
    valid_from,
    valid_to,
    customer_id,
    cast(min(first_instant) as integer) as first_instant,
    cast(max(last_instant) as integer) as last_instant
from numbered
group by stored_basis, org_unit_id, valid_from, valid_to, customer_id, stretch_number
