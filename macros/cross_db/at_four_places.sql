{# An amount of six decimals at four, rounded half-up. #}
{% macro at_four_places(amount) -%}
    {{ return(adapter.dispatch('at_four_places', 'plumbline')(amount)) }}
{%- endmacro %}

{% macro default__at_four_places(amount) -%}
cast({{ amount }} as decimal(38, 4))
{%- endmacro %}

{# DuckDB rounds by a 128-bit division, many times as dear as reading the row; 64 bits hold nearly every amount. #}
{% macro duckdb__at_four_places(amount) -%}
case when abs({{ amount }}) < 1000000000000 then cast(cast(cast({{ amount }} as decimal(18, 6)) as decimal(18, 4)) as decimal(38, 4)) else cast({{ amount }} as decimal(38, 4)) end
{%- endmacro %}
