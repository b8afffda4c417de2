{# First line of every base model: it exists only where the company names its source system. #}
{% macro feeds_from(system) -%}
    {{ config(enabled=system in var('source_systems')) }}
{%- endmacro %}
