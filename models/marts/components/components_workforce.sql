-- Hours stand at the unit they were worked for, training at the unit the person belonged to on that day.
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

days as (

    select * from {{ ref('int_days') }}

),

hours as (

    select
        posting_units.org_unit_id,
        days.month_end,
        sum(timesheet.worked_hours) as worked_hours,
        sum(timesheet.scheduled_hours) as scheduled_hours
    from {{ ref('stg_timesheet') }} as timesheet
    inner join posting_units on timesheet.org_id = posting_units.delivered_org_id
    inner join days on timesheet.work_date = days.date_day
    group by posting_units.org_unit_id, days.month_end

),

training as (

    select
        posting_units.org_unit_id,
        days.month_end,
        sum(training_record.hours) as training_hours
    from {{ ref('stg_training_record') }} as training_record
    inner join {{ ref('stg_employee_assignment') }} as assignment
        on training_record.employee_id = assignment.employee_id
        and training_record.train_date >= assignment.valid_from
        and training_record.train_date < assignment.valid_to
        and assignment.is_primary
    inner join posting_units on assignment.org_id = posting_units.delivered_org_id
    inner join days on training_record.train_date = days.date_day
    group by posting_units.org_unit_id, days.month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for flow in ['worked_hours', 'scheduled_hours'] %}
    {{ if_delivered(['timesheet'], 'coalesce(hours.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }},
    {%- endfor %}
    {{ if_delivered(['training_record'], 'coalesce(training.training_hours, 0)', 'decimal(18, 4)') }} as training_hours
from unit_months
left join hours
    on unit_months.org_unit_id = hours.org_unit_id
    and unit_months.month_end = hours.month_end
left join training
    on unit_months.org_unit_id = training.org_unit_id
    and unit_months.month_end = training.month_end
