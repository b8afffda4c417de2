{#- Distinct counts cannot be added up: they are counted again for every unit and window. Whoever is active in a window
    is counted there once, by the last active month within it, so that no window needs a distinct of its own. -#}
{%- set facts = ['components_customers'] -%}
{%- set metrics = metrics_of_class(['distinct']) -%}
with
{% for fact in facts %}
{{ fact }} as (

    select * from {{ ref(fact) }}

),
{% endfor %}
window_months as (

    select * from {{ ref('int_window_months') }}

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

),

active_months as (
    {% for fact in facts %}
    {%- for metric in metrics if metric.fact == fact %}
    select distinct
        '{{ metric.name }}' as metric_name,
        roll_up_paths.ancestor_org_unit_id as org_unit_id,
        roll_up_paths.hierarchy_basis as stored_basis,
        {{ fact }}.month_end,
        {{ fact }}.{{ metric.expr }} as counted_id
    from {{ fact }}
    inner join roll_up_paths
        on {{ fact }}.org_unit_id = roll_up_paths.org_unit_id
        and {{ fact }}.month_end >= roll_up_paths.valid_from
        and {{ fact }}.month_end < roll_up_paths.valid_to
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

followed as (

    select
        *,
        lead(month_end) over (
            partition by metric_name, org_unit_id, stored_basis, counted_id order by month_end
        ) as next_month_end
    from active_months

)

select
    followed.org_unit_id,
    followed.stored_basis,
    window_months.window_code,
    window_months.period_end{% for metric in metrics %},
    sum(case when followed.metric_name = '{{ metric.name }}' then 1 else 0 end) as {{ metric.name }}
    {%- endfor %}
from followed
inner join window_months
    on followed.month_end = window_months.month_end
    and (followed.next_month_end is null or followed.next_month_end > window_months.period_end)
group by
    followed.org_unit_id,
    followed.stored_basis,
    window_months.window_code,
    window_months.period_end
