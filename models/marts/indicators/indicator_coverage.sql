{#- How much of an indicator's base reports what it is made of, where a unit below may not. -#}
{%- set indicators = published_indicators(metric_catalog()) | selectattr('meta.coverage') | list -%}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }} where is_complete

)
{% for indicator in indicators %}
select
    {{ text_literal(indicator_code(indicator)) }} as indicator_code,
    {{ indicator.meta.version }} as indicator_version,
    org_unit_id,
    org_level,
    window_code,
    period_end,
    hierarchy_basis,
    {{ divide(indicator.meta.coverage.reporting, indicator.meta.coverage.of) }} as coverage,
    {{ indicator.meta.coverage.reporting }} <> {{ indicator.meta.coverage.of }} as is_incomplete
from metric_windows
where
    level_number <= {{ indicator.meta.lowest_level[1:] }}
    and {{ indicator.meta.coverage.of }} <> 0
    and {{ indicator.meta.coverage.reporting }} is not null
{{ 'union all' if not loop.last }}
{%- endfor %}
