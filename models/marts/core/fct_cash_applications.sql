with

applications as (

    select * from {{ ref('stg_cash_application') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

months as (

    select * from {{ ref('int_months') }}

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
    months.month_end,
    posting_units.org_unit_id,
    applications.currency,
    applications.amount,
    {{ base_amount('applications.amount', 'rates.average_rate') }} as base_amount,
    applications.source_system
from applications
inner join posting_units on applications.org_id = posting_units.delivered_org_id
left join months on applications.apply_date between months.month_start and months.month_end
left join rates
    on applications.currency = rates.currency
    and months.month_end = rates.month_end
