{#- Distinct counts cannot be added up: each is counted again for every unit and window. -#}
{%- set facts = ['components_customers'] -%}
{%- set metrics = metrics_of_class(['distinct']) -%}
with

window_months as (

    select * from {{ ref('int_window_months') }}

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

)
{% for fact in facts %}
select
    roll_up_paths.ancestor_org_unit_id as org_unit_id,
    roll_up_paths.hierarchy_basis as stored_basis,
    window_months.window_code,
    window_months.period_end{% for metric in metrics if metric.fact == fact %},
    count(distinct {{ fact }}.{{ metric.expr }}) as {{ metric.name }}
    {%- endfor %}
from {{ ref(fact) }} as {{ fact }}
inner join window_months on {{ fact }}.month_end = window_months.month_end
inner join roll_up_paths
    on {{ fact }}.org_unit_id = roll_up_paths.org_unit_id
    and {{ fact }}.month_end >= roll_up_paths.valid_from
    and {{ fact }}.month_end < roll_up_paths.valid_to
group by
    roll_up_paths.ancestor_org_unit_id,
    roll_up_paths.hierarchy_basis,
    window_months.window_code,
    window_months.period_end
{% endfor %}
