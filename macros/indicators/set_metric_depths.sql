{# Metrics stand on metrics a few steps deep; each round places those whose inputs are placed, and says whether they are
   delivered: when all their inputs are. #}
{% macro set_metric_depths(catalog) -%}
    {% for round in range(8) %}
        {% for entry in catalog.values() if entry.depth is none %}
            {% set inputs = [] %}
            {% for input in entry.inputs + entry.offsets.values() | list %}
                {% do inputs.append(catalog[input]) %}
            {% endfor %}
            {% set depths = inputs | map(attribute='depth') | list %}
            {% if none not in depths %}
                {% do entry.update({
                    'depth': 1 + (depths | max),
                    'is_delivered': inputs | rejectattr('is_delivered') | list | length == 0,
                }) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% for entry in catalog.values() %}
        {% do plumbline.require(entry.depth is not none, entry.name ~ ': its inputs are circular or too deep') %}
    {% endfor %}
{%- endmacro %}
