{#- What was due in a window, and what of it came in: documents due by its end, with what was still open of them at its
    start; receipts within it on these documents. Both at the average rate of the document's month, so that full payment
    is 100 % in every currency. -#}
with

events as (

    select * from {{ ref('fct_receivable_events') }}

),

days as (

    select * from {{ ref('int_balance_days') }}

),

rates as (

    select * from {{ ref('int_month_rates') }}

),

unit_windows as (

    select * from {{ ref('int_unit_windows') }}

),

-- A document can be due from the month in which it both exists and is due.
dated as (

    select
        events.org_unit_id,
        events.employee_id,
        events.event_type,
        due_days.month_number as due_month,
        event_days.month_number as event_month,
        {{ at_rate('events.amount', 'coalesce(rates.average_rate, rates.closing_rate)') }} as base_amount
    from events
    inner join days as due_days on greatest(events.due_date, events.invoice_date) = due_days.date_day
    inner join days as event_days on events.event_date = event_days.date_day
    inner join days as document_days on events.invoice_date = document_days.date_day
    left join rates
        on events.currency = rates.currency
        and document_days.month_end = rates.month_end

),

monthly as (

    select
        org_unit_id,
        coalesce(employee_id, '-') as employee_id,
        event_type,
        due_month,
        event_month,
        sum(base_amount) as base_amount
    from dated
    group by org_unit_id, coalesce(employee_id, '-'), event_type, due_month, event_month

),

due as (

    select
        monthly.org_unit_id,
        monthly.employee_id,
        unit_windows.window_code,
        unit_windows.period_end,
        sum(case
            when monthly.event_type = 'billed' or monthly.event_month < unit_windows.first_month_number
                then monthly.base_amount
            else 0
        end) as due_amt,
        sum(case
            when monthly.event_type = 'receipt' and monthly.event_month >= unit_windows.first_month_number
                then -monthly.base_amount
            else 0
        end) as due_collected
    from monthly
    inner join unit_windows
        on monthly.org_unit_id = unit_windows.org_unit_id
        and monthly.due_month <= unit_windows.last_month_number
        and monthly.event_month <= unit_windows.last_month_number
    group by monthly.org_unit_id, monthly.employee_id, unit_windows.window_code, unit_windows.period_end

)

select
    unit_windows.org_unit_id,
    unit_windows.org_unit_version_id,
    unit_windows.window_code,
    unit_windows.period_end,
    coalesce(due.employee_id, '-') as employee_id,
    {{ if_delivered(['cash_application'], 'coalesce(due.due_amt, 0)', 'decimal(18, 4)') }} as due_amt,
    {{ if_delivered(['cash_application'], 'coalesce(due.due_collected, 0)', 'decimal(18, 4)') }} as due_collected
from unit_windows
left join due
    on unit_windows.org_unit_id = due.org_unit_id
    and unit_windows.window_code = due.window_code
    and unit_windows.period_end = due.period_end
