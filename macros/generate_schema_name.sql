{# Schemas carry the names of the layers (staging, marts, ...), the same on every engine; `schema_prefix` lets a
   build stand beside the published schemas until it is swapped in. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none -%}
        {{ target.schema }}
    {%- else -%}
        {{ var('schema_prefix') }}{{ custom_schema_name | trim }}
    {%- endif -%}
{%- endmacro %}
