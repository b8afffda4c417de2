{# A comment in compiled SQL that names a metric in both languages. #}
{% macro named_in_sql(metric) -%}
-- {{ (metric.label ~ ' ' ~ metric.meta.label_zh) | replace('\n', ' ') }}
{%- endmacro %}
