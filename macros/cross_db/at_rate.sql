{# An amount at an exchange rate, wide enough for the product: DuckDB multiplies two 64-bit decimals in 64 bits. #}
{% macro at_rate(amount, rate) -%}
    (cast({{ amount }} as decimal(28, 4)) * {{ rate }})
{%- endmacro %}

{# An amount in base currency, to four places. What is in it already is taken as it is: DuckDB rounds the product of two
   decimals by a 128-bit division, many times as dear as reading the row. #}
{% macro base_amount(amount, rate) -%}
    case
        when {{ rate }} = 1 then cast({{ amount }} as decimal(18, 4))
        else cast({{ at_rate(amount, rate) }} as decimal(18, 4))
    end
{%- endmacro %}
