{# Width of rolled-up components and of derived metrics: wide enough for stock-months (five decimals) and their products,
   narrow enough for 128-bit decimals. #}
{% macro component_type() -%}decimal(28, 6){%- endmacro %}
{% macro derived_type() -%}decimal(38, 10){%- endmacro %}
{% macro value_type() -%}decimal(28, 10){%- endmacro %}

{# The value of what nobody delivers. #}
{% macro typed_null(data_type) -%}cast(null as {{ data_type }}){%- endmacro %}
