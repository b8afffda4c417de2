{# The CTEs that compute metrics from the components of a window (CTE `components`): the same window of the year before beside
   each row, then one CTE per depth of metric, each computing the metrics whose inputs the one before has, one line per
   metric; last, why a value is missing (CTE `judged`). `member` is a further key column. #}
{% macro metric_depths(catalog, member=none) -%}
{%- set depths = catalog.values() | map(attribute='depth') | max if catalog else 0 -%}
depth_0 as (

    select
        components.*{% for alias, metric in prior_year_inputs(catalog).items() %},
        prior_year.{{ metric }} as {{ alias }}
        {%- endfor %}
    from components
    left join components as prior_year
        on components.org_unit_id = prior_year.org_unit_id
        and components.stored_basis = prior_year.stored_basis
        and components.window_code = prior_year.window_code
        and components.prior_period_end = prior_year.period_end
        {%- if member %}
        and components.{{ member }} = prior_year.{{ member }}
        {%- endif %}

){% for depth in range(1, depths + 1) %},

depth_{{ depth }} as (

    select
        *{% for metric in metrics_of_depth(catalog, depth) %},
        {% if metric.type == 'ratio' -%}
        {{ divide(metric.inputs[0], metric.inputs[1]) }} as {{ metric.name }}
        {%- else -%}
        cast({{ metric.expr }} as {{ derived_type() }}) as {{ metric.name }}
        {%- endif %}
        {%- endfor %}
    from depth_{{ depth - 1 }}

){% endfor %},

judged as (

    select
        *{% for indicator in published_indicators(catalog) %},
        {{ null_reason(catalog, indicator) }} as {{ indicator.name }}__null_reason
        {%- endfor %}
    from depth_{{ depths }}

)
{%- endmacro %}
