{# Sets the column comments of a wide mart from the metrics' own texts, so that BI tools show what each column means.
   Runs as a post-hook: the wide marts follow the registry and have no column list in YAML. #}
{% macro comment_on_indicators(relation, lowest_level_from=1, member=none) -%}
    {% set catalog = catalog_by_member(metric_catalog(), member) if member else metric_catalog() %}
    {% for indicator in published_indicators(catalog, lowest_level_from) %}
        {%- set text = indicator.label ~ ' ' ~ indicator.meta.label_zh ~ ' (' ~ indicator.meta.unit ~ '). ' ~ indicator.description %}
        comment on column {{ relation }}.{{ indicator.name }} is '{{ dbt.escape_single_quotes(text) }}';
    {% endfor %}
{%- endmacro %}
