{# Delivered text as a contract type. Blank text is NULL; text in any other than the one canonical form of its type
   (2025-01-31, 2025-01-31 08:30:00, true, 12, -12.50) fails the build and shows the value, and decimals that the type
   cannot hold are refused rather than rounded. Engines alone would disagree: each is lenient in its own way. #}
{% macro text_to(column, data_type) -%}
{%- set text = "nullif(trim(" ~ column ~ "), '')" -%}
{%- set pattern = canonical_pattern(data_type) -%}
{%- if pattern is none -%}
cast({{ text }} as {{ data_type }})
{%- else -%}
cast(case when {{ matches(text, pattern) }} then {{ text }} else '{{ column }} is not of type {{ data_type }}: ' || {{ text }} end as {{ data_type }})
{%- endif -%}
{%- endmacro %}

{% macro canonical_pattern(data_type) -%}
{%- set patterns = {
    'boolean': '^(true|false)$',
    'integer': '^-?[0-9]+$',
    'date': '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
    'timestamp': '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$'
} -%}
{%- if data_type.startswith('decimal') -%}
    {%- set scale = data_type.split(',')[1].strip(' )') -%}
    {{ return('^-?[0-9]+([.][0-9]{0,' ~ scale ~ '}0*)?$') }}
{%- endif -%}
{{ return(patterns.get(data_type)) }}
{%- endmacro %}
