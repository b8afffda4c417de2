{{ feeds_from('adventureworks') }}
-- The company has one warehouse; it belongs to the department group Inventory Management. What a changed unit cost does
-- to the stock at hand counts as received, so that opening + in - out = closing in amounts too.
with

stock_months as (

    select * from {{ ref('base_adventureworks__stock_months') }}

),

warehouse as (

    select org_id from {{ ref('adventureworks__units') }}
    where source_kind = 'department_group' and source_name = 'Inventory Management'

),

opened as (

    select
        stock_months.*,
        stock_months.closing_qty - stock_months.in_qty + stock_months.out_qty as opening_qty,
        coalesce(
            stock_months.first_opening_amount,
            lag(stock_months.closing_amount) over (partition by stock_months.product_id order by stock_months.period_id)
        ) as opening_amount
    from stock_months

)

select
    warehouse.org_id,
    opened.product_id,
    opened.period_id,
    opened.opening_qty,
    opened.opening_amount,
    opened.in_qty,
    opened.closing_amount - opened.opening_amount + opened.out_amount as in_amount,
    opened.out_qty,
    opened.out_amount,
    opened.closing_qty,
    opened.closing_amount,
    opened.batch_id,
    opened.source_row_no,
    opened.loaded_at
from opened
cross join warehouse
