{{ config(indexes=indexes([
    {'columns': ['org_unit_id', 'indicator_code', 'window_code', 'stored_for', 'period_end', 'indicator_version'], 'unique': true},
    {'columns': ['period_end', 'indicator_code', 'window_code', 'stored_for']},
    {'columns': ['org_unit_id', 'period_end']},
])) }}
{#- Every value once, in the order that a dashboard asks for them; `indicator_values` says on which trees it stands. -#}
{%- set catalog = metric_catalog() -%}
{%- set by_employee = catalog_by_member(catalog, 'employee') -%}
{#- What nobody delivers applies to nobody and costs nothing; where nothing is delivered at all, the mart is there and empty. -#}
{%- set of_units = published_indicators(catalog) | selectattr('is_delivered') | list or published_indicators(catalog)[:1] -%}
{%- set of_posts = published_indicators(by_employee, lowest_level_from=6) | selectattr('is_delivered') | list -%}
with

unit_windows as (

    select * from {{ ref('applicable_windows') }}

),

post_windows as (

    select * from {{ ref('applicable_post_windows') }}

),

-- One query per indicator, of the units and then of the posts.
answers ({{ indicator_value_columns(catalog, of_units[0], 'org_unit_id') | join(', ') if of_units }}) as {{ materialized() }}(
{% for indicator in of_units %}
{{ indicator_value_rows(catalog, indicator, 'unit_windows', 'org_unit_id') }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- for indicator in of_posts %}
union all
{{ indicator_value_rows(by_employee, indicator, 'post_windows', 'post_id') }}
{%- endfor %}
),

latest_periods as (

    select
        window_code,
        max(period_end) as period_end
    from {{ ref('int_windows') }}
    where is_complete
    group by window_code

),

-- The same indicator, unit and window one year earlier beside each value.
with_prior_year as (

    select
        answers.*,
        prior.value as prior_year_value
    from answers
    left join answers as prior
        on answers.indicator_code = prior.indicator_code
        and answers.indicator_version = prior.indicator_version
        and answers.org_unit_id = prior.org_unit_id
        and answers.window_code = prior.window_code
        and answers.stored_for = prior.stored_for
        and answers.prior_period_end = prior.period_end

)

select
    answers.indicator_code,
    answers.indicator_version,
    answers.org_unit_id,
    answers.org_level,
    answers.window_code,
    answers.period_end,
    answers.stored_for,
    answers.value,
    answers.numerator,
    answers.denominator,
    answers.null_reason,
    answers.prior_year_value,
    cast(case
        when answers.change_kind = 'points' then answers.value - answers.prior_year_value
        when answers.prior_year_value > 0
            then {{ divide('(answers.value - answers.prior_year_value)', 'answers.prior_year_value') }}
    end as {{ value_type() }}) as change,
    answers.change_kind,
    latest_periods.period_end is not null as is_latest,
    answers.is_default_window
from with_prior_year as answers
left join latest_periods
    on answers.window_code = latest_periods.window_code
    and answers.period_end = latest_periods.period_end
order by answers.window_code, answers.period_end, answers.org_unit_id, answers.indicator_code
