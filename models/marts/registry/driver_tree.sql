{#- The driver edges of the seed with the names of parents and factors. An edge on all additive indicators is listed
    once for each of them. -#}
with

driver_edges as (

    select * from {{ ref('driver_edges') }}

),

driver_terms as (

    select * from {{ ref('driver_terms') }}

),

additive_indicators as (

    select indicator_code
    from {{ ref('indicators') }}
    where org_additivity = 'SUM' and status in ('active', 'under_review', 'deprecated')

),

names as (
    {% for metric in metric_catalog().values() | sort(attribute='name') %}
    select
        'metric' as factor_kind,
        {{ text_literal(metric.name) }} as factor,
        {{ text_literal(metric.label) }} as label,
        {{ text_literal(metric.meta.label_zh) }} as label_zh
    union all
    {%- endfor %}
    select
        factor_kind,
        factor,
        label,
        label_zh
    from driver_terms

),

listed as (

    select
        decomposition,
        parent,
        operator,
        position,
        factor_kind,
        factor,
        term,
        sign,
        exponent,
        scale,
        member_dimension,
        highest_level,
        lowest_level,
        industries,
        note,
        note_zh
    from driver_edges
    where parent <> 'any_sum'
    union all
    select
        driver_edges.decomposition || '_of_' || additive_indicators.indicator_code as decomposition,
        additive_indicators.indicator_code as parent,
        driver_edges.operator,
        driver_edges.position,
        driver_edges.factor_kind,
        driver_edges.factor,
        driver_edges.term,
        driver_edges.sign,
        driver_edges.exponent,
        driver_edges.scale,
        driver_edges.member_dimension,
        driver_edges.highest_level,
        driver_edges.lowest_level,
        driver_edges.industries,
        driver_edges.note,
        driver_edges.note_zh
    from driver_edges
    cross join additive_indicators
    where driver_edges.parent = 'any_sum'

),

named as (

    select
        listed.decomposition,
        listed.parent,
        parent_names.label as parent_label,
        parent_names.label_zh as parent_label_zh,
        listed.operator,
        listed.position,
        listed.factor_kind,
        listed.factor,
        factor_names.label as factor_label,
        factor_names.label_zh as factor_label_zh,
        listed.term,
        listed.sign,
        listed.exponent,
        listed.scale,
        listed.member_dimension,
        listed.highest_level,
        listed.lowest_level,
        listed.industries,
        listed.note,
        listed.note_zh
    from listed
    left join names as parent_names
        on parent_names.factor_kind = 'metric' and listed.parent = parent_names.factor
    left join names as factor_names
        on listed.factor_kind = factor_names.factor_kind and listed.factor = factor_names.factor

)

select * from named
