-- Nothing is lost or counted twice on the way up: the children of a unit sum to it, in every additive metric. On the
-- as-is tree at every window; on the as-was tree in every month, for a unit that moves leaves its early months behind.
{%- set metrics = additive_metrics() %}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }} where hierarchy_basis = 'as_is' or window_code = 'M'

),

parent_edges as (

    select * from {{ ref('int_org_unit_ancestors') }} where distance = 1

),

parents_and_children as (

    select
        true as is_parent,
        metric_windows.org_unit_id as parent_org_unit_id,
        metric_windows.*
    from metric_windows
    where metric_windows.org_unit_id in (select parent_edges.ancestor_org_unit_id from parent_edges)
    union all
    select
        false as is_parent,
        parent_edges.ancestor_org_unit_id as parent_org_unit_id,
        metric_windows.*
    from metric_windows
    inner join parent_edges
        on metric_windows.org_unit_id = parent_edges.org_unit_id
        and metric_windows.hierarchy_basis = parent_edges.hierarchy_basis
        and metric_windows.period_end >= parent_edges.valid_from
        and metric_windows.period_end < parent_edges.valid_to

),

compared as (

    select
        parent_org_unit_id,
        hierarchy_basis,
        window_code,
        period_end{% for metric in metrics %},
        sum(case when is_parent then {{ metric.name }} end) as {{ metric.name }},
        sum(case when not is_parent then {{ metric.name }} end) as {{ metric.name }}__of_children
        {%- endfor %}
    from parents_and_children
    group by parent_org_unit_id, hierarchy_basis, window_code, period_end

)
{% for metric in metrics %}
select
    '{{ metric.name }}' as metric_code,
    parent_org_unit_id,
    hierarchy_basis,
    window_code,
    period_end,
    {{ metric.name }} as amount_of_parent,
    {{ metric.name }}__of_children as amount_of_children
from compared
where {{ metric.name }} is distinct from {{ metric.name }}__of_children
{{ 'union all' if not loop.last }}
{%- endfor %}
