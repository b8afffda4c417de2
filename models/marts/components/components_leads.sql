{%- set leads = ['lead'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

-- A lead counts in the month in which it was decided; what is still open says nothing about the rate of winning.
decisions as (

    select
        posting_units.org_unit_id,
        days.month_end,
        coalesce(leads.channel, '-') as channel,
        coalesce(leads.owner_employee_id, '-') as employee_id,
        count(*) as leads_decided,
        sum(case when leads.outcome = 'won' then 1 else 0 end) as leads_won
    from {{ ref('stg_lead') }} as leads
    inner join {{ ref('int_posting_units') }} as posting_units on leads.org_id = posting_units.delivered_org_id
    inner join {{ ref('int_days') }} as days on leads.decided_date = days.date_day
    group by
        posting_units.org_unit_id,
        days.month_end,
        coalesce(leads.channel, '-'),
        coalesce(leads.owner_employee_id, '-')

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(decisions.channel, '-') as channel,
    coalesce(decisions.employee_id, '-') as employee_id,
    {{ if_delivered(leads, 'coalesce(decisions.leads_decided, 0)', 'decimal(18, 2)') }} as leads_decided,
    {{ if_delivered(leads, 'coalesce(decisions.leads_won, 0)', 'decimal(18, 2)') }} as leads_won
from unit_months
left join decisions
    on unit_months.org_unit_id = decisions.org_unit_id
    and unit_months.month_end = decisions.month_end
