{% macro systems_delivering(contract) -%}
    {% set systems = [] %}
    {% for system, contracts in var('source_systems').items() if contract in contracts %}
        {% do systems.append(system) %}
    {% endfor %}
    {{ return(systems) }}
{%- endmacro %}
