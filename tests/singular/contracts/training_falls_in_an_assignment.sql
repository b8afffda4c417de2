-- Whoever was trained belonged to a unit on that day; otherwise the hours would be lost.
-- 培训当日员工必须有主要任职,否则学时无处归属。
{{ needs_contracts('training_record', 'employee_assignment') }}
with

training as (

    select * from {{ ref('stg_training_record') }}

),

assignments as (

    select * from {{ ref('stg_employee_assignment') }} where is_primary

)

select
    training.employee_id,
    training.course_id,
    training.train_date
from training
left join assignments
    on training.employee_id = assignments.employee_id
    and training.train_date >= assignments.valid_from
    and training.train_date < assignments.valid_to
where assignments.employee_id is null
