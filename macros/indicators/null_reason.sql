{# Why an indicator has no value (DOMAIN 2.5), or NULL when it has one. Components are dense, so a missing component means
   that its contract is not delivered. Conditions on a denominator hold for every ratio that the indicator is made of; one
   that is meaningful only within one product or unit of measure names the count of these (`only_one`). #}
{% macro null_reason(catalog, indicator) -%}
{%- set roots = metric_roots(catalog, indicator.name) -%}
case
            when not is_complete then 'insufficient_history'
            {%- if roots.uses_prior_year %}
            when not has_prior_year then 'insufficient_history'
            {%- endif %}
            {%- if not indicator.is_delivered %}
            else 'not_applicable'
            {%- else %}
            {%- for component in roots.simple if catalog[component].class != 'months' %}
            when {{ component }} is null then 'not_applicable'
            {%- endfor %}
            {%- for ratio in roots.ratios if catalog[ratio].meta.null_when_denominator_not_positive %}
            when {{ catalog[ratio].inputs[1] }} <= 0 then 'non_positive_base'
            {%- endfor %}
            {%- for ratio in roots.ratios %}
            when {{ catalog[ratio].inputs[1] }} = 0 then 'zero_denominator'
            {%- endfor %}
            {%- if roots.ratios %}
            when {{ indicator.name }} is null then 'zero_denominator'
            {%- endif %}
            {%- if indicator.meta.coverage %}
            when {{ indicator.meta.coverage.reporting }} = 0 and {{ indicator.meta.coverage.of }} <> 0 then 'source_missing'
            {%- endif %}
            {%- if indicator.meta.only_one in catalog %}
            when {{ indicator.meta.only_one }} > 1 then 'not_applicable'
            {%- endif %}
            {%- if indicator.meta.low_sample %}
            when {{ indicator.meta.low_sample.component }} < {{ indicator.meta.low_sample.minimum }} then 'low_sample'
            {%- endif %}
            {%- endif %}
        end
{%- endmacro %}

{# The columns that say why an indicator has no value, one for each that is published. They are not stored but worked out
   with the marts, for the indicators that somebody reads. #}
{% macro null_reasons(catalog) -%}
{%- for indicator in published_indicators(catalog) %}
        {{ null_reason(catalog, indicator) }} as {{ indicator.name }}__null_reason
        {{- ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}
