{# The indexes of a stored mart, for the config `indexes`. DuckDB keeps its rows in the order in which they were written, with
   the least and greatest value of every part: it needs none. #}
{% macro indexes(definitions) -%}
    {{ return(adapter.dispatch('indexes', 'plumbline')(definitions)) }}
{%- endmacro %}

{% macro default__indexes(definitions) -%}
    {{ return([]) }}
{%- endmacro %}

{% macro postgres__indexes(definitions) -%}
    {{ return(definitions) }}
{%- endmacro %}
