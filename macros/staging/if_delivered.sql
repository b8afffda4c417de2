{# A component is a number where any of its contracts is delivered (0 when nothing happened) and NULL where none is. #}
{% macro if_delivered(contracts, expression, data_type) -%}
cast({{ expression if is_any_delivered(contracts) else 'null' }} as {{ data_type }})
{%- endmacro %}
