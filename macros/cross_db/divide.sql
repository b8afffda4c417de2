{# Every division of the project. Zero or NULL gives NULL; the result is rounded half-up (away from zero) to ten
   places in exact integer arithmetic, so that every engine stores the same digits. Operands are taken at ten places.
   round(n / d, 10) = trunc((2 |n| 10^10 + |d|) / (2 |d|)) / 10^10, with the sign put back. #}
{% macro divide(numerator, denominator) -%}
    {{ return(adapter.dispatch('divide', 'plumbline')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__divide(numerator, denominator) -%}
cast(
    sign(({{ numerator }}) * sign({{ denominator }}))
    * div(
        2 * abs(cast({{ numerator }} as numeric(38, 10))) * 10000000000 + abs(cast({{ denominator }} as numeric(38, 10))),
        nullif(2 * abs(cast({{ denominator }} as numeric(38, 10))), 0)
    ) * 0.0000000001 as numeric(28, 10)
)
{%- endmacro %}

{# DuckDB divides decimals as doubles, so the same sum is done in 128-bit integers. #}
{% macro duckdb__divide(numerator, denominator) -%}
cast(cast(
    sign({{ numerator }}) * sign({{ denominator }})
    * ((
        2 * cast(abs(cast({{ numerator }} as decimal(38, 10))) * 10000000000 as hugeint) * 10000000000
        + cast(abs(cast({{ denominator }} as decimal(38, 10))) * 10000000000 as hugeint)
    ) // nullif(2 * cast(abs(cast({{ denominator }} as decimal(38, 10))) * 10000000000 as hugeint), 0)) as decimal(38, 0)
) * 0.0000000001 as decimal(28, 10))
{%- endmacro %}
