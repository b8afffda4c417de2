{#- The life of every indicator version, straight from its metric: one row per state. -#}
{% for indicator in registered_indicators(metric_catalog()) %}
{%- set last_indicator = loop.last %}
{%- for state in indicator_states(indicator) %}
select
    {{ text_literal(indicator_code(indicator)) }} as indicator_code,
    {{ indicator.meta.version }} as indicator_version,
    {{ text_literal(state.status) }} as status,
    cast('{{ state.valid_from }}' as date) as valid_from,
    cast('{{ state.valid_to }}' as date) as valid_to,
    {{ optional_text(state.replaced_by) }} as replaced_by,
    {{ optional_text(state.reason) }} as reason,
    {{ text_literal(state.approved_by or 'not recorded') }} as approved_by
{{ 'union all' if not (loop.last and last_indicator) }}
{%- endfor %}
{%- endfor %}
