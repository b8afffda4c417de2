{# The CTEs that compute metrics from the stored components of windows: the same window of the year before beside each row,
   then one CTE per depth of metric, each computing the metrics whose inputs the one before has, one line per metric; the
   last is `computed`. `member` is a further key column. What is wanted of the year before is read by itself: a CTE that is
   read twice would be copied whole. #}
{% macro metric_depths(catalog, components, member=none) -%}
{%- set depths = catalog.values() | map(attribute='depth') | max if catalog else 0 -%}
{%- set prior_year = prior_year_inputs(catalog) -%}
{%- set keys = ['org_unit_id', 'stored_basis', 'window_code', 'period_end'] + ([member] if member else []) -%}
components as (

    select * from {{ components }}

),

prior_year as (

    select
        {{ keys | join(',\n        ') }}{% for alias, metric in prior_year.items() %},
        {{ metric }} as {{ alias }}
        {%- endfor %}
    from {{ components }}

),

depth_0 as (

    select
        components.*{% for alias in prior_year %},
        prior_year.{{ alias }}
        {%- endfor %}
    from components
    left join prior_year
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
        {% if not metric.is_delivered -%}
        {{ typed_null(value_type() if metric.type == 'ratio' else derived_type()) }} as {{ metric.name }}
        {%- elif metric.type == 'ratio' -%}
        {{ divide(metric.inputs[0], metric.inputs[1]) }} as {{ metric.name }}
        {%- else -%}
        cast({{ metric.expr }} as {{ derived_type() }}) as {{ metric.name }}
        {%- endif %}
        {%- endfor %}
    from depth_{{ depth - 1 }}

){% endfor %},

computed as (

    select * from depth_{{ depths }}

)
{%- endmacro %}
