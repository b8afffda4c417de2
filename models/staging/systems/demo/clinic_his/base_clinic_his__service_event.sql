{{ feeds_from('clinic_his') }}
-- Visits, and what the surveyed patients say of theirs: a survey names its visit, its score reads 90分 (out of 100).
with

visits as (

    select * from {{ source('clinic_his', 'visits') }}

),

surveys as (

    select * from {{ source('clinic_his', 'patient_surveys') }}

),

departments as (

    select * from {{ ref('clinic_his__departments') }}

),

doctors as (

    select * from {{ ref('clinic_his__doctors') }}

),

plain_surveys as (

    select
        *,
        trim("就诊流水号") as visit_no,
        replace("填写日期", '/', '-') as answered_on,
        replace("满意度得分", '分', '') as points
    from surveys

),

events as (

    select
        'HIS-' || visit_no as event_id,
        visit_no,
        'visit' as event_type,
        cast(null as {{ dbt.type_string() }}) as survey_subject,
        cast(registered_at as date) as event_date,
        registered_at,
        started_at,
        ended_at,
        cast(null as decimal(8, 2)) as score,
        cast(null as decimal(8, 2)) as scale_max,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from visits
    union all
    select
        'HIS-' || trim("问卷号") as event_id,
        visit_no,
        'survey' as event_type,
        'patient' as survey_subject,
        {{ text_to('answered_on', 'date') }} as event_date,
        cast(null as {{ dbt.type_timestamp() }}) as registered_at,
        cast(null as {{ dbt.type_timestamp() }}) as started_at,
        cast(null as {{ dbt.type_timestamp() }}) as ended_at,
        {{ text_to('points', 'decimal(8, 2)') }} as score,
        100 as scale_max,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from plain_surveys

),

placed as (

    select
        events.event_id,
        events.event_type,
        events.survey_subject,
        events.event_date,
        events.registered_at,
        events.started_at,
        events.ended_at,
        events.score,
        events.scale_max,
        events.batch_id,
        events.source_row_no,
        events.loaded_at,
        departments.org_id,
        'HIS-' || visits.record_no as customer_id,
        doctors.employee_id
    from events
    left join visits on events.visit_no = visits.visit_no
    left join departments on visits.dept_code = departments.department_code
    left join doctors on visits.doctor_code = doctors.doctor_code

)

select * from placed
