{# Nothing is built without what only a company can say: a currency or a day taken for granted would give numbers that
   look right. #}
{% macro require_company() -%}
    {%- set missing = [] -%}
    {%- for name in ['base_currency', 'as_of_date'] if not var(name) -%}{%- do missing.append(name) -%}{%- endfor -%}
    {%- if execute and missing -%}
        {{ exceptions.raise_compiler_error(
            "dbt was given no company: the variables " ~ missing | join(' and ') ~ " are not set. "
            ~ "Build a company by its name, `plumbline build --company <company>`, or give dbt the variables of its file, "
            ~ "`--vars '{base_currency: CNY, as_of_date: \"2026-01-08\", source_systems: {...}}'`."
        ) }}
    {%- endif -%}
{%- endmacro %}
