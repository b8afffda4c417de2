{# Since when each indicator applies to a place (a unit, or a post), and the unit's own life beside it. #}
{% macro indicator_starts(catalog, relation, place) -%}
with

component_starts as (

    select * from {{ ref(relation) }}

),

unit_lives as (

    select
        org_unit_id,
        max(valid_to) as ends_before,
        max(close_date) as close_date,
        max(case when org_type = 'elimination' then 1 else 0 end) = 1 as is_elimination
    from {{ ref('int_org_unit_versions') }}
    group by org_unit_id

),

judged as (

    select
        component_starts.*,
        unit_lives.ends_before,
        unit_lives.close_date,
        unit_lives.is_elimination
    from component_starts
    inner join unit_lives on component_starts.org_unit_id = unit_lives.org_unit_id

)

select
    {{ place | join(',\n    ') }},
    is_elimination,
    ends_before,
    close_date,
    first_active_period_end,
    last_active_period_end{% for indicator in published_indicators(catalog) %},
    {{ applies_since(catalog, indicator) }} as {{ indicator.name }}__since
    {%- endfor %}
from judged
{%- endmacro %}

{# The windows that are published of a place: from the first month in which anything was there, until the unit's life ends, or,
   where something is left behind (open receivables of a closed store), until that is gone. #}
{% macro published_window(windows, starts) -%}
{{ windows }}.period_end >= {{ starts }}.first_active_period_end
    and (
        {{ windows }}.first_day <= {{ starts }}.last_active_period_end
        or (
            {{ windows }}.first_day < {{ starts }}.ends_before
            and {{ windows }}.first_day <= coalesce({{ starts }}.close_date, {{ windows }}.first_day)
        )
    )
{%- endmacro %}
