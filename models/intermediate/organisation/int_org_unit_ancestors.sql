-- Every unit above every unit, and when. Under `as_was` a placement holds from its own start to the start of the next
-- one; the first reaches back and the last ahead without end, so that every month finds exactly one path. Under `as_is`
-- each unit's last version holds for all time. The tree has six levels, so a path is at most five steps long.
with

versions as (

    select * from {{ ref('int_org_unit_versions') }}

),

ordered as (

    select
        org_unit_id,
        parent_org_unit_id,
        valid_from,
        row_number() over (partition by org_unit_id order by valid_from) as version_number,
        row_number() over (partition by org_unit_id order by valid_from desc) as recency,
        lead(valid_from) over (partition by org_unit_id order by valid_from) as next_valid_from
    from versions

),

placements as (

    select
        'as_was' as hierarchy_basis,
        org_unit_id,
        parent_org_unit_id,
        case when version_number = 1 then cast('1900-01-01' as date) else valid_from end as valid_from,
        coalesce(next_valid_from, cast('9999-12-31' as date)) as valid_to
    from ordered
    union all
    select
        'as_is' as hierarchy_basis,
        org_unit_id,
        parent_org_unit_id,
        cast('1900-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_to
    from ordered
    where recency = 1

),

steps_0 as (

    select distinct
        hierarchy_basis,
        org_unit_id,
        org_unit_id as ancestor_org_unit_id,
        cast('1900-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_to
    from placements

),
{% for step in range(1, 6) %}
steps_{{ step }} as (

    select
        below.hierarchy_basis,
        below.org_unit_id,
        placements.parent_org_unit_id as ancestor_org_unit_id,
        greatest(below.valid_from, placements.valid_from) as valid_from,
        least(below.valid_to, placements.valid_to) as valid_to
    from steps_{{ step - 1 }} as below
    inner join placements
        on below.ancestor_org_unit_id = placements.org_unit_id
        and below.hierarchy_basis = placements.hierarchy_basis
        and below.valid_from < placements.valid_to
        and placements.valid_from < below.valid_to
    where placements.parent_org_unit_id is not null

),
{% endfor %}
all_steps as (

    {% for step in range(0, 6) %}
    select
        hierarchy_basis,
        org_unit_id,
        ancestor_org_unit_id,
        {{ step }} as distance,
        valid_from,
        valid_to
    from steps_{{ step }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from all_steps
