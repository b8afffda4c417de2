{{ feeds_from('clinic_his') }}
-- Names are hashed at the source; 首诊日期 (2025/01/31) is filled for patients of before the history.
with

patients as (

    select * from {{ source('clinic_his', 'patients') }}

),

departments as (

    select * from {{ ref('clinic_his__departments') }}

),

payers as (

    select * from {{ ref('clinic_his__payment_kinds') }}

),

dated_patients as (

    select
        *,
        replace("首诊日期", '/', '-') as first_visit_day
    from patients

),

renamed as (

    select
        'HIS-' || trim(patients."病历号") as customer_id,
        nullif(trim(patients."姓名哈希"), '') as customer_name,
        'patient' as customer_type,
        payers.segment,
        departments.org_id as owner_org_id,
        'clinic' as acquisition_channel,
        {{ text_to('patients.first_visit_day', 'date') }} as first_purchase_date,
        patients._batch_id as batch_id,
        patients._row_number as source_row_no,
        patients._loaded_at as loaded_at
    from dated_patients as patients
    left join departments on trim(patients."建档科室") = departments.department_code
    left join payers on trim(patients."付费方式") = payers.payment_kind

)

select * from renamed
