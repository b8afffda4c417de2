with

applications as (

    select * from {{ ref('stg_cash_application') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

days as (

    select * from {{ ref('int_days') }}

),

rates as (

    select * from {{ ref('int_month_rates') }}

)

select
    applications.application_id,
    applications.receipt_id,
    applications.invoice_id,
    applications.customer_id,
    applications.apply_type,
    applications.apply_date,
    days.month_end,
    posting_units.org_unit_id,
    applications.currency,
    applications.amount,
    {{ base_amount('applications.amount', 'rates.average_rate') }} as base_amount,
    applications.source_system
from applications
inner join posting_units on applications.org_id = posting_units.delivered_org_id
left join days on applications.apply_date = days.date_day
left join rates
    on applications.currency = rates.currency
    and days.month_end = rates.month_end
