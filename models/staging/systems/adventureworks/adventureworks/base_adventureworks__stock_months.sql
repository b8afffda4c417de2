{{ feeds_from('adventureworks') }}
-- The daily stock card (a row per product and day) by month: one pass over it. Stock is valued at the day's unit cost.
{%- set last_day_of_month = dbt.last_day('stock_cards."MovementDate"', 'month') %}
with

stock_cards as (

    select * from {{ source('adventureworks', 'fact_product_inventory') }}

),

products as (

    select * from {{ source('adventureworks', 'dim_product') }}

),

first_day as (

    select min("MovementDate") as movement_date from {{ source('adventureworks', 'fact_product_inventory') }}

),

dated as (

    select
        trim(products."ProductAlternateKey") as product_id,
        cast({{ last_day_of_month }} as date) as month_end,
        cast(stock_cards."MovementDate" as date) = cast({{ last_day_of_month }} as date) as is_month_end,
        stock_cards."MovementDate" = first_day.movement_date as is_first_day,
        stock_cards."UnitsIn" as units_in,
        stock_cards."UnitsOut" as units_out,
        stock_cards."UnitsBalance" as units_balance,
        stock_cards."UnitCost" as unit_cost,
        stock_cards._batch_id,
        stock_cards._row_number,
        stock_cards._loaded_at
    from stock_cards
    cross join first_day
    left join products on stock_cards."ProductKey" = products."ProductKey"

)

select
    product_id,
    cast(extract(year from month_end) * 100 + extract(month from month_end) as integer) as period_id,
    sum(units_in) as in_qty,
    sum(units_out) as out_qty,
    sum(case when is_month_end then units_balance end) as closing_qty,
    cast(sum(units_out * unit_cost) as decimal(18, 2)) as out_amount,
    cast(sum(case when is_month_end then units_balance * unit_cost end) as decimal(18, 2)) as closing_amount,
    cast(
        sum(case when is_first_day then (units_balance - units_in + units_out) * unit_cost end) as decimal(18, 2)
    ) as first_opening_amount,
    max(_batch_id) as batch_id,
    min(_row_number) as source_row_no,
    max(_loaded_at) as loaded_at
from dated
group by product_id, month_end
