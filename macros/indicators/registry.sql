{# The registry's reading of a metric: which indicator and version it is, and the states of its life.
   A metric that says nothing of its life has been active since the first day of its validity. #}

{% macro indicator_code(entry) -%}
    {{ return(entry.meta.code or entry.name) }}
{%- endmacro %}

{# Every metric that the registry lists, computed or not. #}
{% macro registered_indicators(catalog) -%}
    {{ return(
        catalog.values() | selectattr('meta.kind', 'in', ['result', 'process', 'auxiliary'])
        | sort(attribute='name') | list
    ) }}
{%- endmacro %}

{# [{status, valid_from, valid_to, replaced_by, reason, approved_by}], one state after the other, half-open. #}
{% macro indicator_states(entry) -%}
    {% set declared = entry.meta.lifecycle or [{'status': 'active', 'from': entry.meta.valid_from}] %}
    {% set states = [] %}
    {% for state in declared %}
        {% do states.append({
            'status': state['status'],
            'valid_from': state['from'],
            'valid_to': declared[loop.index]['from'] if not loop.last else '9999-12-31',
            'replaced_by': state['replaced_by'],
            'reason': state['reason'],
            'approved_by': state['approved_by'],
        }) %}
    {% endfor %}
    {{ return(states) }}
{%- endmacro %}

{# The state on the as-of date. A definition is applied to all history, so before its first state the first one counts. #}
{% macro current_state(entry) -%}
    {% set states = plumbline.indicator_states(entry) %}
    {% set begun = states | selectattr('valid_from', 'le', var('as_of_date') | string) | list %}
    {{ return(begun[-1] if begun else states[0]) }}
{%- endmacro %}

{# Proposed, approved and retired definitions are listed but not computed; deprecated ones still are. #}
{% macro is_computed(entry) -%}
    {{ return(plumbline.current_state(entry).status in ['active', 'under_review', 'deprecated']) }}
{%- endmacro %}

{# The day from which a version is no longer the one in force. #}
{% macro version_valid_to(entry) -%}
    {% set ended = plumbline.indicator_states(entry) | selectattr('status', 'in', ['deprecated', 'retired']) | list %}
    {{ return(ended[0].valid_from if ended else '9999-12-31') }}
{%- endmacro %}

{# A text that may be absent, as an SQL literal. #}
{% macro optional_text(value) -%}
    {{ return(text_literal(value) if value else 'cast(null as ' ~ dbt.type_string() ~ ')') }}
{%- endmacro %}
