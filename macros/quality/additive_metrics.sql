{# The metrics that add up over units: components that are no distinct counts, and what is derived from them
   and declared so. `over_time` leaves only those whose months add up as well. #}
{% macro additive_metrics(over_time=false) -%}
    {% set additive = [] %}
    {% set catalog = metric_catalog() %}
    {% set classes = ['sum'] if over_time else ['sum', 'opening', 'closing', 'window'] %}
    {% for metric in catalog.values() | sort(attribute='name') %}
        {% if metric.type == 'simple' %}
            {% set adds_up = metric.class in classes %}
        {% else %}
            {% set adds_up_in_time = metric.meta.time_additivity == 'SUM' or not over_time %}
            {% set adds_up = metric.type == 'derived' and metric.meta.org_additivity == 'SUM' and adds_up_in_time %}
        {% endif %}
        {% if adds_up %}
            {% do additive.append(metric) %}
        {% endif %}
    {% endfor %}
    {{ return(additive) }}
{%- endmacro %}
