{# True where some source system of this company feeds the contract. A contract nobody feeds is an empty relation,
   and what needs it is NULL (`not_applicable`), not 0. #}
{% macro is_delivered(contract) -%}
    {{ return(systems_delivering(contract) | length > 0) }}
{%- endmacro %}
