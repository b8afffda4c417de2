{# A component is a number where any of its contracts is delivered (0 when nothing happened) and NULL where none is. #}
{% macro if_delivered(contracts, expression, data_type) -%}
{%- set delivered = [] -%}
{%- for contract in contracts if is_delivered(contract) %}{% do delivered.append(contract) %}{% endfor -%}
cast({{ expression if delivered else 'null' }} as {{ data_type }})
{%- endmacro %}
