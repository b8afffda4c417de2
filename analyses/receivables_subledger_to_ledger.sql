-- Receivables of the ledger beside the open invoices, per business unit and month end. The ledger keeps customers'
-- balances at the entity's home unit and the invoices at the unit that sold, so compare business units, not stores.
with

ledger as (

    select * from {{ ref('components_balance_sheet') }}

),

receivables as (

    select * from {{ ref('components_receivables') }}

),

units as (

    select * from {{ ref('dim_org_unit_versions') }}

)

select
    units.business_unit,
    ledger.month_end,
    sum(ledger.ar_gross_closing) as ledger_receivables,
    sum(receivables.ar_open_closing) as open_invoices,
    sum(ledger.ar_gross_closing) - sum(receivables.ar_open_closing) as difference
from ledger
inner join receivables
    on ledger.org_unit_id = receivables.org_unit_id
    and ledger.month_end = receivables.month_end
inner join units on ledger.org_unit_version_id = units.org_unit_version_id
group by units.business_unit, ledger.month_end
order by units.business_unit, ledger.month_end
