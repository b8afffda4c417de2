{# One indicator of a wide relation as rows: where it applies, and is offered; one column for each of
   `indicator_value_columns`. #}
{% macro indicator_value_rows(catalog, indicator, relation, unit_column) -%}
{{ named_in_sql(indicator) }}
select
    {%- for line in indicator_value_columns(catalog, indicator, unit_column).values() | batch(8) %}
    {{ line | join(', ') }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ relation }}
where level_number <= {{ indicator.meta.lowest_level[1:] }} and {{ applies(indicator) }}
{%- endmacro %}

{# {column: expression}. The names are the same for every indicator, and stand once in the compiled SQL. #}
{% macro indicator_value_columns(catalog, indicator, unit_column) -%}
    {% set parts = indicator.inputs if indicator.type == 'ratio' else [indicator.name] %}
    {{ return({
        'indicator_code': "'" ~ plumbline.indicator_code(indicator) ~ "'",
        'indicator_version': indicator.meta.version,
        'org_unit_id': unit_column,
        'org_level': 'org_level',
        'window_code': 'window_code',
        'period_end': 'period_end',
        'prior_period_end': 'prior_period_end',
        'stored_for': 'stored_for',
        'value': plumbline.published_value(indicator),
        'numerator': plumbline.published_part(catalog, parts[0]),
        'denominator': plumbline.published_part(catalog, parts[1]) if parts[1] else plumbline.typed_null('decimal(38, 4)'),
        'null_reason': indicator.name ~ '__null_reason',
        'change_kind': "'" ~ plumbline.change_kind(indicator) ~ "'",
        'is_default_window': "window_code = '" ~ indicator.meta.default_window ~ "'",
    }) }}
{%- endmacro %}

{# A numerator or denominator as published, to four places. #}
{% macro published_part(catalog, name) -%}
{%- if metric_type(catalog, catalog[name]).endswith(', 10)') -%}
cast({{ name }} as decimal(38, 4))
{%- else -%}
{{ at_four_places(name) }}
{%- endif -%}
{%- endmacro %}
