{# One indicator of a wide relation as rows: where it applies, and is offered. #}
{% macro indicator_value_rows(catalog, indicator, relation, unit_column) -%}
{%- set parts = indicator.inputs if indicator.type == 'ratio' else [indicator.name] -%}
select
    cast('{{ indicator_code(indicator) }}' as {{ dbt.type_string() }}) as indicator_code,
    {{ indicator.meta.version }} as indicator_version,
    cast({{ unit_column }} as {{ dbt.type_string() }}) as org_unit_id,
    cast(org_level as {{ dbt.type_string() }}) as org_level,
    cast(window_code as {{ dbt.type_string() }}) as window_code,
    period_end,
    prior_period_end,
    cast(stored_for as {{ dbt.type_string() }}) as stored_for,
    {{ published_value(indicator) }} as value,
    {{ published_part(catalog, parts[0]) }} as numerator,
    {{ published_part(catalog, parts[1]) if indicator.type == 'ratio' else typed_null('decimal(38, 4)') }} as denominator,
    cast({{ indicator.name }}__null_reason as {{ dbt.type_string() }}) as null_reason,
    cast('{{ change_kind(indicator) }}' as {{ dbt.type_string() }}) as change_kind,
    window_code = '{{ indicator.meta.default_window }}' as is_default_window
from {{ relation }}
where level_number <= {{ indicator.meta.lowest_level[1:] }} and {{ applies(indicator) }}
{%- endmacro %}

{# A numerator or denominator as published, to four places. #}
{% macro published_part(catalog, name) -%}
{%- if metric_type(catalog, catalog[name]).endswith(', 10)') -%}
cast({{ name }} as decimal(38, 4))
{%- else -%}
{{ at_four_places(name) }}
{%- endif -%}
{%- endmacro %}
