{#- The only pass over the service events. Scores of one scale are added up before they are divided by it, so that a
    month's sum is rounded once a scale and not once an answer. -#}
{%- set surveys = {
    'csat': "survey_subject in ('customer', 'aftersales')",
    'psat': "survey_subject = 'patient'",
    'audit': "survey_subject = 'compliance'",
} -%}
{%- set counts = [
    'visits', 'service_seconds', 'wait_seconds', 'complaints',
    'csat_den', 'csat_responses', 'psat_den', 'psat_responses', 'audit_den'
] -%}
-- The engines' date arithmetic renders into long lines. sqlfluff is told so:
-- sqlfluff:exclude_rules:layout.long_lines,layout.indent
with

events as (

    select
        posting_units.org_unit_id,
        reported_days.month_end,
        events.event_type,
        events.survey_subject,
        events.registered_at,
        events.started_at,
        events.ended_at,
        events.scale_max,
        cast(events.score * coalesce(events.weight, 1) as decimal(18, 6)) as weighted_score,
        coalesce(events.employee_id, '-') as employee_id,
        coalesce(events.weight, 1) as weight,
        events.event_type = 'visit' and events.ended_at is not null as is_finished_visit
    from {{ ref('stg_service_event') }} as events
    inner join {{ ref('int_posting_units') }} as posting_units on events.org_id = posting_units.delivered_org_id
    inner join {{ ref('int_days') }} as reported_days on events.event_date = reported_days.date_day

),

scales as (

    select
        org_unit_id,
        month_end,
        employee_id,
        scale_max,
        sum(case when is_finished_visit then 1 else 0 end) as visits,
        sum(
            case
                when is_finished_visit
                    then cast({{ dbt.datediff('registered_at', 'ended_at', 'second') }} as bigint)
                else 0
            end
        ) as service_seconds,
        sum(
            case
                when is_finished_visit
                    then cast({{ dbt.datediff('registered_at', 'started_at', 'second') }} as bigint)
                else 0
            end
        ) as wait_seconds,
        sum(case when event_type = 'complaint' then 1 else 0 end) as complaints,
        {%- for survey, is_about in surveys.items() %}
        sum(case when {{ is_about }} then weighted_score else 0 end) as {{ survey }}_score,
        sum(case when {{ is_about }} then weight else 0 end) as {{ survey }}_den,
        sum(case when {{ is_about }} then 1 else 0 end) as {{ survey }}_responses
        {{- ',' if not loop.last }}
        {%- endfor %}
    from events
    group by org_unit_id, month_end, employee_id, scale_max

),

months_of_service as (

    select
        org_unit_id,
        month_end,
        employee_id,
        {%- for count in counts %}
        cast(sum({{ count }}) as decimal(18, 4)) as {{ count }},
        {%- endfor %}
        {%- for survey in surveys %}
        cast(coalesce(sum({{ divide(survey ~ '_score', 'scale_max') }}), 0) as decimal(18, 6)) as {{ survey }}_num
        {{- ',' if not loop.last }}
        {%- endfor %}
    from scales
    group by org_unit_id, month_end, employee_id

)

select * from months_of_service
