{# One rule, and what was found of it: a row with the number of rows that break it and the text of one of them. #}
{% macro finding(rule, columns, asks, example, broken_rows, row_count='count(*)') -%}
    select {{ quoted_text(rule) }} as rule_name, {{ quoted_text(columns | join(', ')) }} as column_names,
        {{ quoted_text(asks) }} as rule_asks,
        {{ row_count }} as row_count, min({{ example }}) as example
    from {{ broken_rows }}
{%- endmacro %}

{# A key that several rows have. #}
{% macro repeated_keys(columns, given) -%}
    {% set repeated -%}
        (
        select count(*) as alike, {{ row_as_text(columns) }} as row_text
        from {{ given }}
        group by {{ columns | join(', ') }}
        having count(*) > 1
    ) as repeated
    {%- endset %}
    {{ return(finding('unique', columns, 'no two rows alike', 'row_text', repeated, 'coalesce(sum(alike), 0)')) }}
{%- endmacro %}

{# Rows of the same columns that are valid on the same day. #}
{% macro overlaps(columns, among, given) -%}
    {% set validities -%}
        (
        select {{ row_as_text(columns + ['valid_from', 'valid_to']) }} as row_text, valid_to,
            lead(valid_from) over (
                partition by {{ columns | join(', ') }}
                order by valid_from, valid_to
            ) as next_valid_from
        from {{ given }}
        where {{ among }}
    ) as validities
    where next_valid_from < valid_to
    {%- endset %}
    {% set asks = 'a row ends before the next one begins' %}
    {{ return(finding('no_overlap', columns + ['valid_from', 'valid_to'], asks, text_with(['next_valid_from']), validities)) }}
{%- endmacro %}
