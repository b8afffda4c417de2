{{ feeds_from('clinic_his') }}
-- Subject codes are the hospital's own; the prefix keeps them apart from the group's chart.
with

subjects as (

    select
        nullif(trim(subj_code), '') as subject_code,
        nullif(trim(subj_name), '') as account_name,
        nullif(trim(subj_class), '') as subject_class,
        nullif(trim(dc), '') as side,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('clinic_his_gl', 'gl_subjects') }}

),

mapping as (

    select * from {{ ref('clinic_his__subject_map') }}

)

select
    'HH-' || subjects.subject_code as account_code,
    subjects.account_name,
    case subjects.subject_class
        when '1' then 'asset'
        when '2' then 'liability'
        when '3' then 'equity'
        when '4' then 'revenue'
        when '5' then 'expense'
    end as account_class,
    case when subjects.side = '借' then 'DR' when subjects.side = '贷' then 'CR' end as normal_side,
    mapping.fs_line,
    mapping.is_labor,
    mapping.is_bonus,
    mapping.is_rd,
    mapping.is_marketing,
    mapping.is_channel,
    mapping.is_direct,
    mapping.is_dep_amort,
    mapping.is_interest,
    subjects.batch_id,
    subjects.source_row_no,
    subjects.loaded_at
from subjects
left join mapping on subjects.subject_code = mapping.subject_code
