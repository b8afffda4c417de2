{{ feeds_from('group_audit') }}
-- The auditors write the name of the unit they checked, the points they went through and those in order.
with

checks as (

    select * from {{ source('group_audit', 'compliance_checks') }}

),

units as (

    select * from {{ ref('group_audit__units') }}

),

renamed as (

    select
        'AUD-' || trim(checks."检查编号") as event_id,
        'audit' as event_type,
        'compliance' as survey_subject,
        {{ text_to('checks."检查日期"', 'date') }} as event_date,
        units.org_id,
        {{ text_to('checks."合格项数"', 'decimal(8, 2)') }} as score,
        {{ text_to('checks."检查项数"', 'decimal(8, 2)') }} as scale_max,
        checks._batch_id as batch_id,
        checks._row_number as source_row_no,
        checks._loaded_at as loaded_at
    from checks
    left join units on trim(checks."被检单位") = units.unit_name

)

select * from renamed
