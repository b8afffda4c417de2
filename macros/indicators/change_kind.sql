{# How the change on the prior year is told: in points, the plain difference, where the value is itself a share or a score;
   else in percent of the prior year's value. #}
{% macro change_kind(indicator) -%}
    {{ return('points' if indicator.meta.unit in ['%', '‰', 'pts'] else 'percent') }}
{%- endmacro %}
