-- An indicator goes through its states in the allowed order, and stays in each as long as it must: a deprecated one is
-- kept computable for two years.
with

states as (

    select
        *,
        coalesce(
            lag(status) over (partition by indicator_code, indicator_version order by valid_from), 'new'
        ) as status_before,
        lag(valid_from) over (partition by indicator_code, indicator_version order by valid_from) as valid_from_before
    from {{ ref('indicator_states') }}

),

transitions as (

    select * from {{ ref('indicator_transitions') }}

)

select
    states.indicator_code,
    states.indicator_version,
    states.status_before,
    states.status,
    states.valid_from
from states
left join transitions
    on states.status_before = transitions.status_before
    and states.status = transitions.status
where
    transitions.status is null
    or states.valid_from
    < cast({{ dbt.dateadd('year', 'transitions.minimum_years', 'states.valid_from_before') }} as date)
