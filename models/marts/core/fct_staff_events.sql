-- People leaving the company (from their last primary unit) and people promoted; transfers are neither.
with

employees as (

    select * from {{ ref('stg_employee') }} where employment_type in ('regular', 'part_time')

),

assignments as (

    select * from {{ ref('stg_employee_assignment') }} where is_primary

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

days as (

    select * from {{ ref('int_days') }}

),

last_assignments as (

    select
        assignments.*,
        row_number() over (partition by assignments.employee_id order by assignments.valid_from desc) as recency
    from assignments
    inner join employees on assignments.employee_id = employees.employee_id
    where employees.leave_date is null or assignments.valid_from <= employees.leave_date

),

events as (

    select
        'leave' as event_type,
        employees.employee_id,
        last_assignments.org_id,
        employees.leave_date as event_date
    from employees
    inner join last_assignments
        on employees.employee_id = last_assignments.employee_id
        and last_assignments.recency = 1
    where employees.leave_date is not null
    union all
    select
        'promotion' as event_type,
        assignments.employee_id,
        assignments.org_id,
        assignments.valid_from as event_date
    from assignments
    inner join employees on assignments.employee_id = employees.employee_id
    where assignments.event_type = 'promotion'

)

select
    events.event_type,
    events.employee_id,
    events.event_date,
    days.month_end,
    posting_units.org_unit_id
from events
inner join posting_units on events.org_id = posting_units.delivered_org_id
inner join days on events.event_date = days.date_day
