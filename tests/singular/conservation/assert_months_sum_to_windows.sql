-- A flow of a quarter, a year or any longer window is the sum of its months, at every unit and on both trees.
{%- set metrics = additive_metrics(over_time=true) %}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }}

),

window_months as (

    select window_months.*
    from {{ ref('int_window_months') }} as window_months
    inner join {{ ref('int_windows') }} as windows
        on window_months.window_code = windows.window_code
        and window_months.period_end = windows.period_end
    where windows.is_complete and windows.window_code <> 'M'

),

windows_and_months as (

    select
        true as is_window,
        window_code as compared_window_code,
        period_end as compared_period_end,
        metric_windows.*
    from metric_windows
    where is_complete and window_code <> 'M'
    union all
    select
        false as is_window,
        window_months.window_code as compared_window_code,
        window_months.period_end as compared_period_end,
        metric_windows.*
    from metric_windows
    inner join window_months on metric_windows.period_end = window_months.month_end
    where metric_windows.window_code = 'M'

),

compared as (

    select
        org_unit_id,
        hierarchy_basis,
        compared_window_code,
        compared_period_end{% for metric in metrics %},
        sum(case when is_window then {{ metric.name }} end) as {{ metric.name }},
        sum(case when not is_window then {{ metric.name }} end) as {{ metric.name }}__of_months
        {%- endfor %}
    from windows_and_months
    group by org_unit_id, hierarchy_basis, compared_window_code, compared_period_end

)
{% for metric in metrics %}
select
    '{{ metric.name }}' as metric_code,
    org_unit_id,
    hierarchy_basis,
    compared_window_code as window_code,
    compared_period_end as period_end,
    {{ metric.name }} as amount_of_window,
    {{ metric.name }}__of_months as amount_of_months
from compared
where {{ metric.name }} is distinct from {{ metric.name }}__of_months
{{ 'union all' if not loop.last }}
{%- endfor %}
