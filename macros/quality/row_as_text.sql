{# Values of a row as one text: a=1, b=NULL. #}
{% macro row_as_text(columns) -%}
    {% set parts = [] %}
    {% for column in columns %}
        {% set name = quoted_text((', ' if not loop.first else '') ~ column ~ '=') %}
        {% do parts.append(name ~ " || coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), 'NULL')") %}
    {% endfor %}
    {{ return(parts | join(' || ')) }}
{%- endmacro %}

{# The text of a broken row, with further values of it. #}
{% macro text_with(columns) -%}
    {{ return("row_text || ', ' || " ~ row_as_text(columns) if columns else 'row_text') }}
{%- endmacro %}

{# A text as SQL writes it. #}
{% macro quoted_text(text) -%}
    {{ return("'" ~ text | string | replace("'", "''") ~ "'") }}
{%- endmacro %}
