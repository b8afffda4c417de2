{# One indicator of a wide relation as rows: where it applies, and is offered. The columns are `indicator_value_columns`. #}
{% macro indicator_value_rows(catalog, indicator, relation, unit_column) -%}
{%- set parts = indicator.inputs if indicator.type == 'ratio' else [indicator.name] -%}
{{ named_in_sql(indicator) }}
select
    '{{ indicator_code(indicator) }}', {{ indicator.meta.version }}, {{ unit_column }}, org_level, window_code, period_end, prior_period_end, stored_for,
    {{ published_value(indicator) }}, {{ published_part(catalog, parts[0]) }},
    {{ published_part(catalog, parts[1]) if indicator.type == 'ratio' else typed_null('decimal(38, 4)') }}, {{ indicator.name }}__null_reason, '{{ change_kind(indicator) }}', window_code = '{{ indicator.meta.default_window }}'
from {{ relation }}
where level_number <= {{ indicator.meta.lowest_level[1:] }} and {{ applies(indicator) }}
{%- endmacro %}

{% macro indicator_value_columns() -%}
    {{ return([
        'indicator_code', 'indicator_version', 'org_unit_id', 'org_level', 'window_code', 'period_end', 'prior_period_end', 'stored_for',
        'value', 'numerator', 'denominator', 'null_reason', 'change_kind', 'is_default_window',
    ]) }}
{%- endmacro %}

{# A numerator or denominator as published, to four places. #}
{% macro published_part(catalog, name) -%}
{%- if metric_type(catalog, catalog[name]).endswith(', 10)') -%}
cast({{ name }} as decimal(38, 4))
{%- else -%}
{{ at_four_places(name) }}
{%- endif -%}
{%- endmacro %}
