{# The trees of the rows stored for them: a unit that has the same ancestors on both is stored once. #}
{% macro trees() -%}
    {% for stored_for, basis in [('both', 'as_was'), ('both', 'as_is'), ('as_was', 'as_was'), ('as_is', 'as_is')] -%}
    select
        cast('{{ stored_for }}' as {{ dbt.type_string() }}) as stored_for,
        cast('{{ basis }}' as {{ dbt.type_string() }}) as hierarchy_basis
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
