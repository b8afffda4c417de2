-- Nothing is lost or counted twice on the way up: the children of a unit sum to it, in every additive metric. On the
-- as-is tree at every window; on the as-was tree in every month, for a unit that moves leaves its early months behind.
{%- set metrics = additive_metrics() %}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }}

),

parent_edges as (

    select * from {{ ref('org_unit_ancestors') }} where distance = 1

),

children as (

    select
        parent_edges.ancestor_org_unit_id as org_unit_id,
        metric_windows.hierarchy_basis,
        metric_windows.window_code,
        metric_windows.period_end{% for metric in metrics %},
        sum(metric_windows.{{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from metric_windows
    inner join parent_edges
        on metric_windows.org_unit_id = parent_edges.org_unit_id
        and metric_windows.hierarchy_basis = parent_edges.hierarchy_basis
        and metric_windows.period_end >= parent_edges.valid_from
        and metric_windows.period_end < parent_edges.valid_to
    where metric_windows.hierarchy_basis = 'as_is' or metric_windows.window_code = 'M'
    group by
        parent_edges.ancestor_org_unit_id,
        metric_windows.hierarchy_basis,
        metric_windows.window_code,
        metric_windows.period_end

)
{% for metric in metrics %}
select
    '{{ metric.name }}' as metric_code,
    children.org_unit_id,
    children.hierarchy_basis,
    children.window_code,
    children.period_end,
    parents.{{ metric.name }} as parent_amount,
    children.{{ metric.name }} as amount_of_children
from children
left join metric_windows as parents
    on children.org_unit_id = parents.org_unit_id
    and children.hierarchy_basis = parents.hierarchy_basis
    and children.window_code = parents.window_code
    and children.period_end = parents.period_end
where parents.{{ metric.name }} is distinct from children.{{ metric.name }}
{{ 'union all' if not loop.last }}
{%- endfor %}
