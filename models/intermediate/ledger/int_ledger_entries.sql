{{ config(materialized='view') }}
-- Ledger movements at the leaf that answers for them, in the month they are reported in (a year-end adjustment period
-- is reported in the last month). A line without a known unit goes to its entity's home unit.
with

movements as (

    select * from {{ ref('int_ledger_movements') }}

),

periods as (

    select * from {{ ref('stg_fiscal_period') }}

),

months as (

    select * from {{ ref('int_months') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

home_units as (

    select * from {{ ref('int_entity_home_units') }}

),

partners as (

    select entity_id as partner_entity_id from home_units

),

products as (

    select * from {{ ref('stg_product') }}

),

cash_flow_items as (

    select * from {{ ref('cash_flow_items') }}

)

select
    movements.movement_id,
    coalesce(posting_units.org_unit_id, home_units.org_unit_id) as org_unit_id,
    months.month_end,
    movements.entity_id,
    movements.account_code,
    movements.is_closing_entry,
    products.product_line,
    movements.cash_flow_item,
    cash_flow_items.activity as cash_flow_activity,
    partners.partner_entity_id is not null as is_intercompany,
    movements.counterparty_entity_id is not null and partners.partner_entity_id is null as is_with_supplier,
    movements.debit_amount,
    movements.credit_amount
from movements
inner join periods on movements.period_id = periods.period_id
inner join months on periods.end_date = months.month_end
left join posting_units on movements.org_id = posting_units.delivered_org_id
inner join home_units on movements.entity_id = home_units.entity_id
left join partners on movements.counterparty_entity_id = partners.partner_entity_id
left join products on movements.product_id = products.product_id
left join cash_flow_items on movements.cash_flow_item = cash_flow_items.cash_flow_item
