{# Rows of `indicator_applicability`: of every place whether an indicator applies, and the first component it lacks. #}
{% macro applicability_rows(catalog, indicator, places) -%}
{%- set missing = first_undelivered(catalog, indicator) -%}
select
    cast('{{ indicator_code(indicator) }}' as {{ dbt.type_string() }}) as indicator_code,
    {{ indicator.meta.version }} as indicator_version,
    cast(unit_id as {{ dbt.type_string() }}) as org_unit_id,
    'L' || cast(level_number as {{ dbt.type_string() }}) as org_level,
    cast(hierarchy_basis as {{ dbt.type_string() }}) as hierarchy_basis,
    since_{{ indicator.name }} as applies_since,
    cast(case
        when level_number > {{ indicator.meta.lowest_level[1:] }} then 'level'
        {%- if missing %}
        else 'not_delivered'
        {%- else %}
        {%- if indicator.meta.org_additivity != 'SUM' %}
        when is_elimination then 'elimination'
        {%- endif %}
        when since_{{ indicator.name }} is null then 'no_rows'
        {%- endif %}
    end as {{ dbt.type_string() }}) as reason,
    cast(
        {%- if missing %} case when level_number <= {{ indicator.meta.lowest_level[1:] }} then '{{ missing }}' end
        {%- else %} case
        when
            level_number > {{ indicator.meta.lowest_level[1:] }}
            {{- ' or is_elimination' if indicator.meta.org_additivity != 'SUM' }} then null
        {%- for group in needed_components(catalog, indicator.name) %}
        when {{ group_since(group) }} is null then '{{ group[0] }}'
        {%- endfor %}
    end
    {%- endif %} as {{ dbt.type_string() }}) as component
from {{ places }}
{%- endmacro %}

{# The first component of an indicator that no source system delivers; none where all are delivered. #}
{% macro first_undelivered(catalog, indicator) -%}
    {% for component in plumbline.metric_roots(catalog, indicator.name).simple if not catalog[component].is_delivered %}
        {{ return(component) }}
    {% endfor %}
    {{ return(none) }}
{%- endmacro %}
