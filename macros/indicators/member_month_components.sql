{# The additive components of every unit and month, split by a member such as the product line: facts are added up to leaf,
   month and member, then rolled up together. An employee's are kept where they are: a post is a leaf unit and an
   employee. #}
{% macro member_month_components(member) -%}
{%- set column = member_column(member) -%}
{%- set metrics = metrics_of_class(catalog_by_member(metric_catalog(), member), ['sum']) -%}
{%- set facts = facts_of(metrics, component_facts()) -%}
{%- set delivered = metrics | selectattr('is_delivered') | list -%}
with
{% for fact in facts %}
{{ fact }} as (
    {{ leaf_sums(fact, metrics, ['org_unit_id', 'month_end', column]) }}
),
{% endfor %}
leaf_months as (
{%- for fact in facts %}

    select
        org_unit_id,
        month_end,
        {{ column }}{% for metric in delivered %},
        {{ metric.name if metric.fact == fact else typed_null(component_type()) }} as {{ metric.name }}
        {%- endfor %}
    from {{ fact }}
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

)

{{ rolled_up('leaf_months', delivered, ['month_end'], column) }}
{%- endmacro %}
