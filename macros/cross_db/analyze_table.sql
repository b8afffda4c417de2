{# Statistics of the table that was just made: a post-hook of every model and seed (dbt_project.yml). Without them the
   planner guesses until autovacuum comes, and a guess can be a nested loop that runs for hours. A view has none. #}
{% macro analyze_table() -%}
    {% if model.config.materialized != 'view' %}
        {{ return(adapter.dispatch('analyze_table', 'plumbline')(this)) }}
    {% endif %}
{%- endmacro %}

{# dbt leaves out a hook that renders to nothing: DuckDB keeps its statistics by itself. #}
{% macro default__analyze_table(relation) -%}{%- endmacro %}

{% macro postgres__analyze_table(relation) -%}
analyze {{ relation }}
{%- endmacro %}
