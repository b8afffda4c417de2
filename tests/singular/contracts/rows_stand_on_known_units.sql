-- A document, subscription, receipt, pay line, plan line or stock row of a reported month stands on a unit that
-- exists by the reporting date: on any other it would be missing from every total. (Ledger lines go to their
-- entity's home unit.)
-- 报告月份内的单据、订阅、收款、工资、预算与库存均须落在报告日已存在的组织上。
with

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

months as (

    select * from {{ ref('int_months') }}

),

rows_with_units as (

    select
        'sales_invoice_line' as contract,
        lines.invoice_id as row_id,
        lines.org_id
    from {{ ref('stg_sales_invoice_line') }} as lines
    inner join months on lines.invoice_date between months.month_start and months.month_end
    union all
    select
        'subscription_month' as contract,
        subscriptions.customer_id as row_id,
        subscriptions.org_id
    from {{ ref('stg_subscription_month') }} as subscriptions
    inner join months on subscriptions.period_id = months.period_id
    union all
    select
        'cash_application' as contract,
        applications.application_id as row_id,
        applications.org_id
    from {{ ref('stg_cash_application') }} as applications
    inner join months on applications.apply_date between months.month_start and months.month_end
    union all
    select
        'payroll_line' as contract,
        lines.employee_id as row_id,
        lines.org_id
    from {{ ref('stg_payroll_line') }} as lines
    inner join months on lines.period_id = months.period_id
    union all
    select
        'plan_line' as contract,
        lines.line_code as row_id,
        lines.org_id
    from {{ ref('stg_plan_line') }} as lines
    inner join months on lines.period_id = months.period_id
    union all
    select
        'inventory_balance' as contract,
        balances.product_id as row_id,
        balances.org_id
    from {{ ref('stg_inventory_balance') }} as balances
    inner join months on balances.period_id = months.period_id

)

select rows_with_units.*
from rows_with_units
left join posting_units on rows_with_units.org_id = posting_units.delivered_org_id
where posting_units.org_unit_id is null
