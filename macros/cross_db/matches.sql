{# True where the text matches the regular expression; write it with ^ and $, for engines differ in what they search. #}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'plumbline')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
{{ text }} ~ '{{ pattern }}'
{%- endmacro %}
