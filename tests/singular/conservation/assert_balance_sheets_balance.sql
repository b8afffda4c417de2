-- Assets = liabilities + equity (with the profit not yet closed) for every legal entity, at the start and the end of
-- every month.
with

ledger as (

    select * from {{ ref('components_balance_sheet') }}

),

org_units as (

    select * from {{ ref('dim_org_units') }}

),

entities as (

    select
        org_units.entity_id,
        ledger.month_end,
        sum(ledger.total_assets_opening) as assets_opening,
        sum(ledger.total_liab_opening) + sum(ledger.equity_opening) as claims_opening,
        sum(ledger.total_assets_closing) as assets_closing,
        sum(ledger.total_liab_closing) + sum(ledger.equity_closing) as claims_closing
    from ledger
    inner join org_units on ledger.org_unit_id = org_units.org_unit_id
    group by org_units.entity_id, ledger.month_end

)

select * from entities
where
    assets_opening is distinct from claims_opening
    or assets_closing is distinct from claims_closing
