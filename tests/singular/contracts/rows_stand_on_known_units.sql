-- A row of a reported month (a document, subscription, receipt, pay line, plan line, event, order line ...) stands on a
-- unit that exists by the reporting date: on any other it would be missing from every total. (Ledger lines go to their
-- entity's home unit.) 报告月份内的各类数据均须落在报告日已存在的组织上（总账分录归入主体的归口单元）。
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
        'marketing_spend' as contract,
        amounts.spend_id as row_id,
        amounts.org_id
    from {{ ref('stg_marketing_spend') }} as amounts
    inner join months on amounts.spend_date between months.month_start and months.month_end
    union all
    select
        'lead' as contract,
        leads.lead_id as row_id,
        leads.org_id
    from {{ ref('stg_lead') }} as leads
    inner join months on leads.decided_date between months.month_start and months.month_end
    union all
    select
        'service_event' as contract,
        events.event_id as row_id,
        events.org_id
    from {{ ref('stg_service_event') }} as events
    inner join months on events.event_date between months.month_start and months.month_end
    union all
    select
        'inventory_balance' as contract,
        balances.product_id as row_id,
        balances.org_id
    from {{ ref('stg_inventory_balance') }} as balances
    inner join months on balances.period_id = months.period_id
    union all
    select
        'production_order' as contract,
        reports.report_id as row_id,
        reports.org_id
    from {{ ref('stg_production_order') }} as reports
    inner join months on reports.report_date between months.month_start and months.month_end
    union all
    select
        'sales_order_line' as contract,
        order_lines.order_id as row_id,
        order_lines.org_id
    from {{ ref('stg_sales_order_line') }} as order_lines
    inner join months on order_lines.original_promised_date between months.month_start and months.month_end
    union all
    select
        'project_month' as contract,
        project_months.project_id as row_id,
        project_months.org_id
    from {{ ref('stg_project_month') }} as project_months
    inner join months on project_months.period_id = months.period_id

)

select rows_with_units.*
from rows_with_units
left join posting_units on rows_with_units.org_id = posting_units.delivered_org_id
where posting_units.org_unit_id is null
