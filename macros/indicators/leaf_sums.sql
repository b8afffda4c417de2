{# The metrics of one fact, added up to the given columns (the keys of a leaf; a member besides, when asked for). #}
{% macro leaf_sums(fact, metrics, keys) %}
    select
        {{ keys | join(',\n        ') }}
        {%- for metric in metrics if metric.fact == fact %},
        sum({{ metric.expr }}) as {{ metric.name }}
        {%- endfor %}
    from {{ ref(fact) }}
    group by {{ keys | join(', ') }}
{% endmacro %}
