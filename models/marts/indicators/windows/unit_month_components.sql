{#- Every additive simple metric, computed at the leaf and summed up the tree once. -#}
{%- set catalog = metric_catalog() -%}
{%- set metrics = metrics_of_class(catalog, ['sum', 'opening', 'closing']) -%}
{%- set facts = facts_of(metrics, component_facts()) -%}
with
{% for fact in facts %}
-- {{ fact }} at leaf and month.
{{ fact }} as {{ materialized() }}(
    {{ leaf_sums(fact, metrics, ['org_unit_id', 'month_end']) }}
),
{% endfor %}
unit_months as (

    select * from {{ ref('int_unit_months') }}

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

)

select
    roll_up_paths.ancestor_org_unit_id as org_unit_id,
    roll_up_paths.hierarchy_basis as stored_basis,
    unit_months.month_end{% for metric in metrics %},
    {% if metric.is_delivered -%}
    cast(sum({{ metric.fact }}.{{ metric.name }}) as {{ component_type() }}) as {{ metric.name }}
    {%- else -%}
    {{ typed_null(component_type()) }} as {{ metric.name }}
    {%- endif %}
    {%- endfor %}
from unit_months
{%- for fact in facts %}
inner join {{ fact }}
    on unit_months.org_unit_id = {{ fact }}.org_unit_id
    and unit_months.month_end = {{ fact }}.month_end
{%- endfor %}
inner join roll_up_paths
    on unit_months.org_unit_id = roll_up_paths.org_unit_id
    and unit_months.month_end >= roll_up_paths.valid_from
    and unit_months.month_end < roll_up_paths.valid_to
group by roll_up_paths.ancestor_org_unit_id, roll_up_paths.hierarchy_basis, unit_months.month_end
