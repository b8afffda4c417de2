-- Every amount of a component fact reaches the company: the month's sum over all leaves is the company's month.
{%- set facts = component_facts() %}
{%- set metrics = metrics_of_class(metric_catalog(), ['sum', 'opening', 'closing']) %}
with

companies as (

    select * from {{ ref('metric_windows_both_trees') }} where level_number = 1 and window_code = 'M'

)
{%- for fact in facts %},

leaves_of_{{ fact }} as (

    select
        month_end{% for metric in metrics if metric.fact == fact %},
        sum({{ metric.expr }}) as {{ metric.name }}
        {%- endfor %}
    from {{ ref(fact) }}
    group by month_end

)
{%- endfor %}
{% for metric in metrics %}
select
    '{{ metric.name }}' as metric_code,
    companies.hierarchy_basis,
    companies.period_end,
    companies.{{ metric.name }} as company_amount,
    leaves.{{ metric.name }} as amount_of_leaves
from companies
left join leaves_of_{{ metric.fact }} as leaves on companies.period_end = leaves.month_end
where companies.{{ metric.name }} is distinct from leaves.{{ metric.name }}
{{ 'union all' if not loop.last }}
{%- endfor %}
