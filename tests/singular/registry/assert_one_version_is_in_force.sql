-- From the first day of an indicator to its last, exactly one of its versions is in force.
with

in_force as (

    select * from {{ ref('indicator_states') }} where status in ('active', 'under_review')

),

followed as (

    select
        *,
        lead(valid_from) over (partition by indicator_code order by valid_from, valid_to) as next_valid_from
    from in_force

)

select *
from followed
where next_valid_from <> valid_to
