{# A wide mart for some levels of the tree: one column per indicator that is meaningful there. #}
{% macro level_mart(highest, lowest) -%}
{{ config(post_hook='{{ comment_on_indicators(this, lowest_level_from=' ~ highest ~ ') }}') }}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }}

)

select
    org_unit_id,
    org_level,
    window_code,
    period_end,
    hierarchy_basis{% for indicator in published_indicators(metric_catalog(), lowest_level_from=highest) %},
    {%- set indicator_lowest = indicator.meta.lowest_level[1:] | int %}
    {%- if indicator_lowest < lowest %}
    case when level_number <= {{ indicator_lowest }} then {{ published_value(indicator) }} end as {{ indicator.name }}
    {%- else %}
    {{ published_value(indicator) }} as {{ indicator.name }}
    {%- endif %}
    {%- endfor %}
from metric_windows
where level_number between {{ highest }} and {{ lowest }}
{%- endmacro %}
