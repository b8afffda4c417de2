{%- set people = ['employee_assignment'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

heads as (

    select
        org_unit_id,
        month_number,
        count(*) as head_count
    from {{ ref('fct_headcount') }}
    group by org_unit_id, month_number

),

events as (

    select
        org_unit_id,
        month_end,
        count(distinct case when event_type = 'leave' then employee_id end) as leavers,
        count(distinct case when event_type = 'promotion' then employee_id end) as promotions
    from {{ ref('fct_staff_events') }}
    group by org_unit_id, month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {{ if_delivered(people, 'coalesce(opening.head_count, 0)', 'decimal(18, 2)') }} as hc_opening,
    {{ if_delivered(people, 'coalesce(closing.head_count, 0)', 'decimal(18, 2)') }} as hc_closing,
    {{ if_delivered(people, 'coalesce(events.leavers, 0)', 'decimal(18, 2)') }} as leavers,
    {{ if_delivered(people, 'coalesce(events.promotions, 0)', 'decimal(18, 2)') }} as promotions
from unit_months
left join heads as opening
    on unit_months.org_unit_id = opening.org_unit_id
    and unit_months.month_number - 1 = opening.month_number
left join heads as closing
    on unit_months.org_unit_id = closing.org_unit_id
    and unit_months.month_number = closing.month_number
left join events
    on unit_months.org_unit_id = events.org_unit_id
    and unit_months.month_end = events.month_end
