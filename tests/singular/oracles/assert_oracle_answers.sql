-- An oracle company's answers, as worked by hand (expected.csv, handed over as a variable): the value to the tenth place
-- or the reason for its absence, and the numerator where the oracle states one. Where an indicator does not apply to a
-- unit there is no row of values: the answer is the reason of `indicator_applicability`, `not_yet` before its first month.
-- A trap is what a common wrong implementation returns. One row per wrong answer.
{%- set oracle_answers = var('oracle_answers', []) %}
{{ config(enabled=(var('oracle_answers', []) | length > 0)) }}
with

expected as (
    {% for answer in oracle_answers %}
    select
        '{{ answer.indicator_code }}' as indicator_code,
        '{{ answer.org_unit_id }}' as org_unit_id,
        '{{ answer.window_code }}' as window_code,
        cast('{{ answer.period_end }}' as date) as period_end,
        '{{ answer.hierarchy_basis }}' as hierarchy_basis,
        cast(nullif('{{ answer.expected_value }}', '') as decimal(28, 10)) as expected_value,
        nullif('{{ answer.expected_null_reason }}', '') as expected_null_reason,
        cast(nullif('{{ answer.expected_numerator }}', '') as decimal(38, 4)) as expected_numerator,
        '{{ answer.trap_values }}' as trap_values
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

answers as (

    select * from {{ ref('indicator_values') }}

),

applicability as (

    select * from {{ ref('indicator_applicability') }}

),

compared as (

    select
        expected.*,
        answers.indicator_code is null
        and (applicability.indicator_code is null or expected.period_end >= applicability.applies_since) as is_missing,
        answers.value as answered_value,
        case
            when answers.indicator_code is not null then answers.null_reason
            when expected.period_end < applicability.applies_since then 'not_yet'
            else applicability.reason
        end as answered_null_reason,
        answers.numerator as answered_numerator,
        ' ' || expected.trap_values || ' ' like '% ' || cast(answers.value as {{ dbt.type_string() }}) || ' %' as is_trap
    from expected
    left join answers
        on expected.indicator_code = answers.indicator_code
        and expected.org_unit_id = answers.org_unit_id
        and expected.window_code = answers.window_code
        and expected.period_end = answers.period_end
        and expected.hierarchy_basis = answers.hierarchy_basis
    left join applicability
        on expected.indicator_code = applicability.indicator_code
        and expected.org_unit_id = applicability.org_unit_id
        and expected.hierarchy_basis = applicability.hierarchy_basis

)

select * from compared
where
    is_missing
    or answered_value is distinct from expected_value
    or answered_null_reason is distinct from expected_null_reason
    or (expected_numerator is not null and answered_numerator is distinct from expected_numerator)
    or is_trap
