{#- The registry: what each indicator means, straight from its metric, and how far it is in its life. -#}
{%- set catalog = metric_catalog() -%}
with

registered as (
{% for indicator in registered_indicators(catalog) %}
{%- set meta, state = indicator.meta, current_state(indicator) %}
select
    {{ text_literal(indicator_code(indicator)) }} as indicator_code,
    {{ meta.version }} as indicator_version,
    {{ text_literal(indicator.label) }} as label,
    {{ text_literal(meta.label_zh) }} as label_zh,
    {{ text_literal(meta.kind) }} as kind,
    {{ text_literal(meta.category) }} as category,
    {{ text_literal(meta.unit) }} as unit,
    {{ text_literal(display_format(indicator)) }} as display_format,
    {{ display_factor(indicator) }} as display_factor,
    {{ text_literal(meta.polarity) }} as polarity,
    {{ text_literal(meta.lowest_level) }} as lowest_level,
    {{ text_literal(meta.default_window) }} as default_window,
    {{ text_literal(meta.default_basis) }} as default_basis,
    {{ text_literal(meta.org_additivity) }} as org_additivity,
    {{ text_literal(meta.time_additivity) }} as time_additivity,
    {{ text_literal(meta.owner) }} as owner,
    {{ text_literal(meta.anchors | join(', ')) }} as anchors,
    {{ optional_text(meta.no_kpi_because) }} as no_kpi_because,
    {{ text_literal(formula_text(catalog, indicator.name)) }} as formula,
    {{ text_literal(description_half(indicator, 0)) }} as description_en,
    {{ text_literal(description_half(indicator, 1)) }} as description_zh,
    cast('{{ meta.valid_from }}' as date) as valid_from,
    cast('{{ version_valid_to(indicator) }}' as date) as valid_to,
    {{ text_literal(state.status) }} as status,
    {{ optional_text(state.replaced_by) }} as replaced_by,
    {{ optional_text(state.reason) }} as reason,
    {{ text_literal(state.approved_by or 'not recorded') }} as approved_by
{{ 'union all' if not loop.last }}
{%- endfor %}

),

categories as (

    select * from {{ ref('vocabulary') }} where field = 'category'

),

grains as (

    select * from {{ ref('vocabulary') }} where field = 'grain'

),

owners as (

    select * from {{ ref('indicator_owners') }}

)

select
    registered.indicator_code,
    registered.indicator_version,
    registered.label,
    registered.label_zh,
    registered.kind,
    registered.category,
    registered.unit,
    registered.display_format,
    registered.display_factor,
    registered.polarity,
    registered.lowest_level,
    registered.default_window,
    registered.default_basis,
    registered.org_additivity,
    registered.time_additivity,
    registered.owner,
    registered.anchors,
    registered.no_kpi_because,
    registered.formula,
    {{ rendered_description() }} as description,
    registered.valid_from,
    registered.valid_to,
    registered.status,
    registered.replaced_by,
    registered.reason,
    registered.approved_by,
    cast(row_number() over (
        order by categories.position, registered.kind desc, registered.label, registered.indicator_version
    ) as integer) as sort_order
from registered
left join categories on registered.category = categories.code
left join grains on registered.lowest_level = grains.code
left join owners on registered.owner = owners.owner
