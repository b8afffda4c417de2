{# Before a table is made: its joins are to be hashed or merged wherever they have an equality. A pre-hook of every model
   (dbt_project.yml). Statistics alone do not see to that: Postgres takes a share of 1 in 200 for a comparison of two columns
   of a table, one row for what an anti join leaves, and then a nested loop over all of it. Holds for the transaction. #}
{% macro avoid_nested_loops() -%}
    {% if model.config.materialized != 'view' %}
        {{ return(adapter.dispatch('avoid_nested_loops', 'plumbline')()) }}
    {% endif %}
{%- endmacro %}

{# DuckDB hashes every join that has an equality. #}
{% macro default__avoid_nested_loops() -%}{%- endmacro %}

{% macro postgres__avoid_nested_loops() -%}
set local enable_nestloop = off
{%- endmacro %}
