{# An indicator's value as published: NULL wherever a reason is given. #}
{% macro published_value(indicator) -%}
case when {{ indicator.name }}__null_reason is null then cast({{ indicator.name }} as {{ value_type() }}) end
{%- endmacro %}
