{# Why an indicator has no value (DOMAIN 2.5), or NULL when it has one. Components are dense, so a missing component means
   that its contract is not delivered. #}
{% macro null_reason(catalog, indicator) -%}
{%- set roots = metric_roots(catalog, indicator.name) -%}
case
            when not is_complete then 'insufficient_history'
            {%- if roots.uses_prior_year %}
            when not has_prior_year then 'insufficient_history'
            {%- endif %}
            {%- for component in roots.simple if catalog[component].class != 'months' %}
            when {{ component }} is null then 'not_applicable'
            {%- endfor %}
            {%- if indicator.type == 'ratio' and indicator.meta.null_when_denominator_not_positive %}
            when {{ indicator.inputs[1] }} <= 0 then 'non_positive_base'
            {%- endif %}
            {%- if indicator.type == 'ratio' %}
            when {{ indicator.inputs[1] }} is null or {{ indicator.inputs[1] }} = 0 then 'zero_denominator'
            {%- endif %}
        end
{%- endmacro %}
