-- A flow of a quarter, a year or any longer window is the sum of its months, at every unit and on both trees.
{%- set metrics = additive_metrics(over_time=true) %}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }}

),

window_months as (

    select * from {{ ref('int_window_months') }}

),

months as (

    select
        metric_windows.org_unit_id,
        metric_windows.hierarchy_basis,
        window_months.window_code,
        window_months.period_end{% for metric in metrics %},
        sum(metric_windows.{{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from metric_windows
    inner join window_months
        on metric_windows.window_code = 'M'
        and metric_windows.period_end = window_months.month_end
    where window_months.window_code <> 'M'
    group by
        metric_windows.org_unit_id,
        metric_windows.hierarchy_basis,
        window_months.window_code,
        window_months.period_end

)
{% for metric in metrics %}
select
    '{{ metric.name }}' as metric_code,
    metric_windows.org_unit_id,
    metric_windows.hierarchy_basis,
    metric_windows.window_code,
    metric_windows.period_end,
    metric_windows.{{ metric.name }} as window_amount,
    months.{{ metric.name }} as amount_of_months
from metric_windows
left join months
    on metric_windows.org_unit_id = months.org_unit_id
    and metric_windows.hierarchy_basis = months.hierarchy_basis
    and metric_windows.window_code = months.window_code
    and metric_windows.period_end = months.period_end
where
    metric_windows.window_code <> 'M'
    and metric_windows.is_complete
    and metric_windows.{{ metric.name }} is distinct from months.{{ metric.name }}
{{ 'union all' if not loop.last }}
{%- endfor %}
