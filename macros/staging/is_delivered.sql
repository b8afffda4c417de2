{# True where some source system of this company feeds the contract. A contract nobody feeds is an empty relation,
   and what needs it is NULL (`not_applicable`), not 0. #}
{% macro is_delivered(contract) -%}
    {{ return(systems_delivering(contract) | length > 0) }}
{%- endmacro %}

{# Whether any of a component's contracts is delivered: else the component is NULL. #}
{% macro is_any_delivered(contracts) -%}
    {% for contract in contracts if is_delivered(contract) %}
        {{ return(true) }}
    {% endfor %}
    {{ return(false) }}
{%- endmacro %}
