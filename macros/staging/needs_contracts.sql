{# Heads a test across contracts: without the contracts it compares it is not applicable, rather than passed. What it
   needs is kept in its meta, for a parse that serves several companies. #}
{% macro needs_contracts() -%}
    {%- set missing = [] -%}
    {%- for contract in varargs if not is_delivered(contract) %}{% do missing.append(contract) %}{% endfor -%}
    {{ config(enabled=(missing | length == 0), meta={'needs_contracts': varargs | list}) }}
{%- endmacro %}
