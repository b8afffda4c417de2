{# The delivered metrics of one fact, added up to the given columns (the keys of a leaf; a member besides, when asked
   for). #}
{% macro leaf_sums(fact, metrics, keys) %}
    select
        {{ keys | join(',\n        ') }}
        {%- for metric in metrics if metric.fact == fact and metric.is_delivered %},
        sum({{ metric.expr }}) as {{ metric.name }}
        {%- endfor %}
    from {{ ref(fact) }}
    group by {{ keys | join(', ') }}
{% endmacro %}

{# Those of the given facts that delivered metrics come from; where nothing is delivered, those of any metric. While dbt
   parses it does not know the metrics: then all facts, so that it knows the dependencies. #}
{% macro facts_of(metrics, facts) -%}
    {% set delivered = metrics | selectattr('is_delivered') | map(attribute='fact') | list %}
    {% set wanted = delivered or (metrics | map(attribute='fact') | list if execute else facts) %}
    {% set used = [] %}
    {% for fact in facts if fact in wanted %}
        {% do used.append(fact) %}
    {% endfor %}
    {{ return(used) }}
{%- endmacro %}
