{# Width of rolled-up components: wide enough for stock-months (five decimals) and their halves, narrow enough for
   128-bit decimals. #}
{% macro component_type() -%}decimal(28, 6){%- endmacro %}
{% macro value_type() -%}decimal(28, 10){%- endmacro %}

{# Width of a metric: a derived one has the decimals of what it is made of, so that no digit is carried that says
   nothing. A decimal of more digits than a double has is dear to divide. #}
{% macro metric_type(catalog, metric) -%}
    {%- if metric.type == 'ratio' -%}
    {{ value_type() }}
    {%- elif metric_roots(catalog, metric.name).ratios -%}
    decimal(38, 10)
    {%- else -%}
    decimal(38, 6)
    {%- endif -%}
{%- endmacro %}

{# The value of what nobody delivers. #}
{% macro typed_null(data_type) -%}cast(null as {{ data_type }}){%- endmacro %}
