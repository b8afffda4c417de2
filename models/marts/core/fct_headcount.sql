{{ config(meta={'pairs_with': {'int_month_ends': 'an assignment has a row for every month end in it'}}) }}
-- Who is where at each month end. A transfer on the 1st is counted where the person stood on the last day of the month
-- before; whoever leaves on the last day of a month is a leaver of that month and not in its closing headcount.
with

assignments as (

    select * from {{ ref('stg_employee_assignment') }} where is_primary

),

employees as (

    select * from {{ ref('stg_employee') }} where employment_type in ('regular', 'part_time')

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

month_ends as (

    select * from {{ ref('int_month_ends') }}

)

select
    employees.employee_id,
    month_ends.month_number,
    month_ends.month_end,
    posting_units.org_unit_id,
    assignments.post_id,
    assignments.grade,
    assignments.fte
from assignments
inner join employees on assignments.employee_id = employees.employee_id
inner join posting_units on assignments.org_id = posting_units.delivered_org_id
inner join month_ends
    on assignments.valid_from <= month_ends.month_end
    and assignments.valid_to > month_ends.month_end
where employees.leave_date is null or employees.leave_date > month_ends.month_end
