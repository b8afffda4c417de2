{# An indicator's formula in the names of components and indicators: terms are written out. #}
{% macro formula_text(catalog, name) -%}
    {% set entry = catalog[name] %}
    {% if entry.type == 'simple' %}
        {{ return(entry.class ~ '(' ~ entry.expr ~ ')') }}
    {% elif entry.type == 'ratio' %}
        {% set parts = [] %}
        {% for input in entry.inputs %}
            {% do parts.append(plumbline.formula_term(catalog, input)) %}
        {% endfor %}
        {{ return(parts | join(' / ')) }}
    {% endif %}
    {% set text = namespace(value=entry.expr) %}
    {% for input in entry.inputs %}
        {% set text.value = modules.re.sub('\\b' ~ input ~ '\\b', plumbline.formula_term(catalog, input), text.value) %}
    {% endfor %}
    {% for alias, metric in entry.offsets.items() %}
        {% set text.value = modules.re.sub('\\b' ~ alias ~ '\\b', metric ~ '[-1 year]', text.value) %}
    {% endfor %}
    {{ return(text.value) }}
{%- endmacro %}

{% macro formula_term(catalog, name) -%}
    {% if catalog[name].meta.kind != 'term' %}
        {{ return(name) }}
    {% endif %}
    {% set formula = plumbline.formula_text(catalog, name) %}
    {{ return('(' ~ formula ~ ')' if ' ' in formula else formula) }}
{%- endmacro %}

{% macro text_literal(value) -%}
    {{ return("cast('" ~ dbt.escape_single_quotes(value) ~ "' as " ~ dbt.type_string() ~ ")") }}
{%- endmacro %}
