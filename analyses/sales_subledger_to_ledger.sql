-- Revenue of the ledger beside net sales of the invoices, per business unit and month, and what lies between them:
-- revenue without invoices (interest, intercompany services) or invoices that the ledger does not have.
with

ledger as (

    select
        org_unit_id,
        org_unit_version_id,
        month_end,
        sum(revenue) as revenue
    from {{ ref('components_ledger') }}
    group by org_unit_id, org_unit_version_id, month_end

),

sales as (

    select
        org_unit_id,
        month_end,
        sum(net_sales) as net_sales
    from {{ ref('components_sales') }}
    group by org_unit_id, month_end

),

units as (

    select * from {{ ref('dim_org_unit_versions') }}

)

select
    units.business_unit,
    ledger.month_end,
    sum(ledger.revenue) as ledger_revenue,
    sum(sales.net_sales) as invoiced_net_sales,
    sum(ledger.revenue) - sum(sales.net_sales) as difference
from ledger
inner join sales
    on ledger.org_unit_id = sales.org_unit_id
    and ledger.month_end = sales.month_end
inner join units on ledger.org_unit_version_id = units.org_unit_version_id
group by units.business_unit, ledger.month_end
order by units.business_unit, ledger.month_end
