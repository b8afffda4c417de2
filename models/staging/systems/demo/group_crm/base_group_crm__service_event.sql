{{ feeds_from('group_crm') }}
-- Surveys (a score reads 4/5) and complaints of all units that serve customers.
with

surveys as (

    select * from {{ source('group_crm', 'surveys') }}

),

complaints as (

    select * from {{ source('group_crm', 'complaints') }}

),

departments as (

    select * from {{ ref('group_crm__departments') }}

),

subjects as (

    select * from {{ ref('group_crm__value_lists') }}
    where value_list = '问卷类型'

),

scored_surveys as (

    select
        *,
        {{ dbt.split_part('"评分"', "'/'", 1) }} as points,
        {{ dbt.split_part('"评分"', "'/'", 2) }} as top_points
    from surveys

),

dated_complaints as (

    select
        *,
        substr("受理时间", 1, 10) as received_on
    from complaints

),

survey_events as (

    select
        'CRM-' || trim(answers."问卷编号") as event_id,
        'survey' as event_type,
        subjects.code as survey_subject,
        {{ text_to('answers."填写日期"', 'date') }} as event_date,
        departments.org_id,
        nullif(trim(answers."客户编码"), '') as customer_id,
        {{ text_to('answers.points', 'decimal(8, 2)') }} as score,
        {{ text_to('answers.top_points', 'decimal(8, 2)') }} as scale_max,
        cast(null as boolean) as is_justified,
        answers._batch_id as batch_id,
        answers._row_number as source_row_no,
        answers._loaded_at as loaded_at
    from scored_surveys as answers
    left join departments on trim(answers."部门编码") = departments.department_code
    left join subjects on trim(answers."问卷类型") = subjects.source_value

),

complaint_events as (

    select
        'CRM-' || trim(received."投诉单号") as event_id,
        'complaint' as event_type,
        cast(null as {{ dbt.type_string() }}) as survey_subject,
        {{ text_to('received.received_on', 'date') }} as event_date,
        departments.org_id,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as decimal(8, 2)) as score,
        cast(null as decimal(8, 2)) as scale_max,
        case trim(received."核查结果") when '属实' then true when '不属实' then false end as is_justified,
        received._batch_id as batch_id,
        received._row_number as source_row_no,
        received._loaded_at as loaded_at
    from dated_complaints as received
    left join departments on trim(received."部门编码") = departments.department_code

),

events as (

    select * from survey_events
    union all
    select * from complaint_events

)

select * from events
