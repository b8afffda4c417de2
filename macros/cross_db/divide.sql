{# Every division of the project. Zero or NULL below gives NULL; the result is rounded half-up (away from zero) to ten
   places in exact integer arithmetic, so that every engine stores the same digits. The sum itself is a function of the
   database, made at the start of each run, so that compiled SQL stays one line per indicator. #}
{% macro divide(numerator, denominator) -%}
    plumbline_divide({{ numerator }}, {{ denominator }})
{%- endmacro %}

{# Operands are taken at ten places: round(n / d, 10) = trunc((2 |n| 10^10 + |d|) / (2 |d|)) / 10^10, sign put back. #}
{% macro create_divide_function() -%}
    {{ return(adapter.dispatch('create_divide_function', 'plumbline')()) }}
{%- endmacro %}

{% macro default__create_divide_function() -%}
create or replace function plumbline_divide(numerator numeric, denominator numeric) returns numeric(28, 10) as $$
    select cast(
        sign(numerator) * sign(denominator) * div(
            2 * abs(round(numerator, 10)) * 10000000000 + abs(round(denominator, 10)),
            nullif(2 * abs(round(denominator, 10)), 0)
        ) * 0.0000000001 as numeric(28, 10)
    )
$$ language sql immutable parallel safe
{%- endmacro %}

{# DuckDB divides decimals as doubles, so the same sum is done in 128-bit integers. #}
{% macro duckdb__create_divide_function() -%}
create or replace macro plumbline_divide(numerator, denominator) as cast(
    cast(
        sign(numerator) * sign(denominator) * (
            (
                2 * cast(abs(cast(numerator as decimal(38, 10))) * 10000000000 as hugeint) * 10000000000
                + cast(abs(cast(denominator as decimal(38, 10))) * 10000000000 as hugeint)
            ) // nullif(2 * cast(abs(cast(denominator as decimal(38, 10))) * 10000000000 as hugeint), 0)
        ) as decimal(38, 0)
    ) * 0.0000000001 as decimal(28, 10)
)
{%- endmacro %}
