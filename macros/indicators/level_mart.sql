{# A wide mart for some levels of the tree: one column per indicator that is meaningful there. #}
{% macro level_mart(highest, lowest) -%}
{{ config(
    post_hook='{{ comment_on_indicators(this, lowest_level_from=' ~ highest ~ ') }}',
    indexes=indexes([{'columns': ['org_unit_id', 'window_code', 'hierarchy_basis', 'period_end'], 'unique': true}, {'columns': ['period_end']}])
) }}
with

unit_windows as (

    select * from {{ ref('applicable_windows') }}

),

trees as (
    {{ trees() }}
)

select
    org_unit_id,
    org_level,
    window_code,
    period_end,
    trees.hierarchy_basis{% for indicator in published_indicators(metric_catalog(), lowest_level_from=highest) %},
    {%- set indicator_lowest = indicator.meta.lowest_level[1:] | int %}
    case when {{ 'level_number <= ' ~ indicator_lowest ~ ' and ' if indicator_lowest < lowest }}{{ applies(indicator) }} then {{ published_value(indicator) }} end
        as {{ indicator.name }}
    {%- endfor %}
from unit_windows
inner join trees on unit_windows.stored_for = trees.stored_for
where level_number between {{ highest }} and {{ lowest }}
order by period_end, org_unit_id
{%- endmacro %}
