{# Since when each component is there: the first month in which it is not 0, of each place (a unit, or a post) that a table
   of windows has; and the first and last month in which any is. What began stays begun, so an indicator never flips back.
   A component that looks back a year began a year before it: its first year lacks history, not business. #}
{% macro component_starts(catalog, relation, place) -%}
{%- set components = judged_components(catalog) -%}
{%- set delivered = [] -%}
{%- for component in components if catalog[component].is_delivered -%}
    {%- do delivered.append(component) -%}
{%- endfor -%}
{%- set is_active = (delivered | join(' <> 0\n        or ') ~ ' <> 0') if delivered else '1 = 0' -%}
with

months as (

    select * from {{ ref(relation) }} where window_code = 'M'

)

select
    {{ place | join(',\n    ') }},
    min(case
        when {{ is_active }} then period_end
    end) as first_active_period_end,
    max(case
        when {{ is_active }} then period_end
    end) as last_active_period_end{% for component in components %},
    {% if component in delivered -%}
    {%- set began = 'coalesce(prior_period_end, period_end)' if catalog[component].meta.needs_prior_year else 'period_end' %}
    min(case when {{ component }} <> 0 then {{ began }} end) as {{ component }}__since
    {%- else -%}
    {{ typed_null('date') }} as {{ component }}__since
    {%- endif %}
    {%- endfor %}
from months
group by {{ place | join(', ') }}
{%- endmacro %}
