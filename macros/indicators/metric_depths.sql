{# The CTEs that compute metrics from the components of windows: the same window of the year before beside each row, added up
   from the months, then one CTE per depth of metric, each computing the metrics whose inputs the one before has, one line
   per metric; the last is `computed`. `member` is a further key column. #}
{% macro metric_depths(catalog, components, months, member=none) -%}
{%- set depths = catalog.values() | map(attribute='depth') | max if catalog else 0 -%}
{%- set prior_year = prior_year_inputs(catalog) -%}
{%- set unit = ['org_unit_id', 'stored_basis'] + ([member] if member else []) -%}
{%- set windows, window_months = ref('int_windows'), ref('int_window_months') -%}
components as (

    select * from {{ components }}

),
{%- if prior_year %}

-- What is taken one year earlier, added up over the months of the window before.
prior_year as {{ materialized() }}(

    select
        months.{{ unit | join(',\n        months.') }},
        windows.window_code,
        windows.period_end{% for alias, metric in prior_year.items() %},
        {% if catalog[metric].is_delivered -%}
        cast(coalesce(sum(months.{{ metric }}), 0) as {{ component_type() }}) as {{ alias }}
        {%- else -%}
        {{ typed_null(component_type()) }} as {{ alias }}
        {%- endif %}
        {%- endfor %}
    from {{ months }} as months
    inner join {{ window_months }} as window_months on months.month_end = window_months.month_end
    inner join {{ windows }} as windows
        on window_months.window_code = windows.window_code
        and window_months.period_end = windows.prior_period_end
    group by
        months.{{ unit | join(',\n        months.') }},
        windows.window_code,
        windows.period_end

),
{%- endif %}

-- Components, and beside them those of the year before.
depth_0 as (

    select
        components.*{% for alias in prior_year %},
        prior_year.{{ alias }}
        {%- endfor %}
    from components
    {%- if prior_year %}
    left join prior_year
        on components.window_code = prior_year.window_code
        and components.period_end = prior_year.period_end
        {%- for key in unit %}
        and components.{{ key }} = prior_year.{{ key }}
        {%- endfor %}
    {%- endif %}

){% for depth in range(1, depths + 1) %},

-- Metrics whose inputs stand in depth_{{ depth - 1 }}.
depth_{{ depth }} as (

    select
        *{% for metric in metrics_of_depth(catalog, depth) %},
        {{ named_in_sql(metric) }}
        {% if not metric.is_delivered -%}
        {{ typed_null(metric_type(catalog, metric)) }} as {{ metric.name }}
        {%- elif metric.type == 'ratio' -%}
        {{ divide(metric.inputs[0], metric.inputs[1]) }} as {{ metric.name }}
        {%- else -%}
        cast({{ metric.expr }} as {{ metric_type(catalog, metric) }}) as {{ metric.name }}
        {%- endif %}
        {%- endfor %}
    from depth_{{ depth - 1 }}

){% endfor %},

computed as (

    select * from depth_{{ depths }}

)
{%- endmacro %}
