{# An amount at an exchange rate, wide enough for the product: DuckDB multiplies two 64-bit decimals in 64 bits. #}
{% macro at_rate(amount, rate) -%}
    (cast({{ amount }} as decimal(28, 4)) * {{ rate }})
{%- endmacro %}
