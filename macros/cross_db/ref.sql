{# A relation without the name of its database. DuckDB keeps a view's text as written, and looks for what it names in the
   database that holds the view: so a published file works under any name, and two of them side by side. #}
{% macro ref() -%}
    {{ return(builtins.ref(*varargs, **kwargs).include(database=false)) }}
{%- endmacro %}
