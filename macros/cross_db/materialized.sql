{# Between `as` and the bracket of a CTE that is to be computed once. Postgres has no statistics of what a CTE aggregates and
   may compute it again for every row it joins; the other engines compute it once by themselves. #}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized', 'plumbline')()) }}
{%- endmacro %}

{% macro default__materialized() -%}{%- endmacro %}

{% macro postgres__materialized() -%}materialized {% endmacro %}
