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

{# DuckDB divides decimals as doubles and 128-bit integers bit by bit. A quotient of doubles is wrong by less than four
   parts in 10^15, so wherever it is further than that from a half of the tenth place, it rounds to the right digits, and
   is the answer. Above 12,500 it never is; then its whole part is taken off, in decimals, exactly, and the same holds for
   what remains, which is less than one. Only next to a half the quotient is no more than a proposal: what remains of the
   numerator corrects it, once by the remainder's own quotient, once more, at the tenth place, by comparison. #}
{% macro duckdb__create_divide_function() -%}
create or replace macro plumbline_proposed(n, d) as
    cast(cast(n as double) / cast(d as double) as decimal(28, 10));

create or replace macro plumbline_is_clear_of_a_half(quotient) as
    abs(abs(quotient) * 10000000000 - floor(abs(quotient) * 10000000000) - 0.5)
    > abs(quotient) * 10000000000 * 0.000000000000004;

create or replace macro plumbline_whole(n, d) as
    cast(round(cast(n as double) / cast(d as double)) as decimal(28, 0));

create or replace macro plumbline_fraction(n, d) as
    cast(cast(n as decimal(38, 10)) - plumbline_whole(n, d) * d as double) / cast(d as double);

create or replace macro plumbline_remainder(n, d, quotient) as
    cast(n as decimal(38, 20)) - quotient * d;

create or replace macro plumbline_corrected(n, d, quotient) as cast(
    quotient + plumbline_proposed(plumbline_remainder(n, d, quotient), d) as decimal(28, 10)
);

create or replace macro plumbline_nearest(twice_the_remainder, last_place, quotient) as
    quotient
    + (cast(twice_the_remainder >= last_place as tinyint) - cast(twice_the_remainder < -last_place as tinyint))
    * cast(0.0000000001 as decimal(11, 10));

create or replace macro plumbline_rounded(n, d, quotient) as plumbline_nearest(
    2 * plumbline_remainder(n, d, quotient), d * cast(0.0000000001 as decimal(11, 10)), quotient
);

create or replace macro plumbline_magnitude(n, d) as
    plumbline_rounded(n, d, plumbline_corrected(n, d, plumbline_proposed(n, d)));

create or replace macro plumbline_exact_quotient(numerator, denominator) as cast(
    (cast(numerator >= 0 as tinyint) * 2 - 1)
    * (cast(denominator >= 0 as tinyint) * 2 - 1)
    * plumbline_magnitude(cast(abs(numerator) as decimal(38, 10)), cast(abs(denominator) as decimal(38, 10)))
    as decimal(28, 10)
);

create or replace macro plumbline_divide(numerator, denominator) as case
    when denominator = 0 then null
    when plumbline_is_clear_of_a_half(cast(numerator as double) / cast(denominator as double))
        then plumbline_proposed(numerator, denominator)
    when plumbline_is_clear_of_a_half(plumbline_fraction(numerator, denominator))
        then cast(
            plumbline_whole(numerator, denominator)
            + cast(plumbline_fraction(numerator, denominator) as decimal(28, 10)) as decimal(28, 10)
        )
    else plumbline_exact_quotient(numerator, denominator)
end
{%- endmacro %}
