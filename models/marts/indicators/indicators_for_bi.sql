{{ config(indexes=indexes([
    {'columns': ['org_unit_id', 'indicator_code', 'period_end'], 'unique': true},
    {'columns': ['period_end', 'indicator_code']},
])) }}
-- Ready for a chart: every indicator in its default window, on its default tree and in its newest version, with all its words.
-- A unit is called as it was on the day; before and after its life as at the beginning and at the end of it.
with

answers as (

    select * from {{ ref('indicator_values') }} where is_default_window

),

indicators as (

    select
        definitions.*,
        max(definitions.indicator_version) over (partition by definitions.indicator_code) as newest_version
    from {{ ref('indicators') }} as definitions
    where definitions.status in ('active', 'under_review', 'deprecated')

),

unit_names as (

    select
        org_units.*,
        row_number() over (partition by org_units.org_unit_id order by org_units.valid_from) = 1 as is_first,
        lead(org_units.valid_from) over (partition by org_units.org_unit_id order by org_units.valid_from) as next_valid_from
    from {{ ref('org_units') }} as org_units

),

named_days as (

    select
        unit_names.*,
        case when is_first then cast('1900-01-01' as date) else valid_from end as named_from,
        coalesce(next_valid_from, cast('9999-12-31' as date)) as named_until
    from unit_names

),

words as (

    select * from {{ ref('vocabulary') }}

)

select
    answers.indicator_code,
    answers.indicator_version,
    indicators.label,
    indicators.label_zh,
    indicators.kind,
    indicators.category,
    categories.label as category_label,
    categories.label_zh as category_label_zh,
    indicators.unit,
    case when indicators.unit like 'money%' then '{{ var("base_currency") }}' end as currency,
    indicators.display_format,
    indicators.display_factor,
    indicators.polarity,
    indicators.sort_order,
    answers.org_unit_id,
    units.org_unit_name,
    units.org_type,
    answers.org_level,
    levels.label as org_level_label,
    levels.label_zh as org_level_label_zh,
    units.parent_org_unit_id,
    parents.org_unit_name as parent_org_unit_name,
    answers.window_code,
    answers.period_end,
    periods.period_id,
    periods.fiscal_year,
    periods.fiscal_quarter,
    answers.is_latest,
    answers.value,
    answers.prior_year_value,
    answers.change,
    answers.change_kind,
    answers.null_reason
from answers
inner join indicators
    on answers.indicator_code = indicators.indicator_code
    and answers.indicator_version = indicators.indicator_version
    and answers.hierarchy_basis = indicators.default_basis
inner join words as categories
    on indicators.category = categories.code
    and categories.field = 'category'
inner join words as levels
    on answers.org_level = levels.code
    and levels.field = 'org_level'
inner join {{ ref('periods') }} as periods
    on answers.window_code = periods.window_code
    and answers.period_end = periods.period_end
inner join named_days as units
    on answers.org_unit_id = units.org_unit_id
    and answers.period_end >= units.named_from
    and answers.period_end < units.named_until
left join named_days as parents
    on units.parent_org_unit_id = parents.org_unit_id
    and answers.period_end >= parents.named_from
    and answers.period_end < parents.named_until
where indicators.indicator_version = indicators.newest_version
order by answers.period_end, answers.org_unit_id, indicators.sort_order
