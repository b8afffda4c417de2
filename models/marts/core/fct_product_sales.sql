{#- The pass over the invoice lines by product, kept as a table because several components read it; the pass by document
    is fct_sales_documents. -#}
{{ config(materialized='table') }}
with

lines as (

    select * from {{ ref('stg_sales_invoice_line') }}

),

products as (

    select
        product_id,
        product_line,
        launch_date,
        cast({{ dbt.dateadd('month', var('new_product_months'), 'launch_date') }} as date) as new_until_date
    from {{ ref('stg_product') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

days as (

    select * from {{ ref('int_days') }}

),

rates as (

    select * from {{ ref('int_month_rates') }}

),

placed as (

    select
        posting_units.org_unit_id,
        days.month_end,
        lines.product_id,
        products.product_line,
        coalesce(customers.segment, '-') as customer_segment,
        lines.currency,
        coalesce(
            lines.invoice_date >= products.launch_date and lines.invoice_date < products.new_until_date, false
        ) as is_new_product,
        lines.doc_type = 'credit_note' as is_credit_note,
        lines.return_reason is not null as is_return,
        lines.quantity,
        lines.net_amount,
        -- A line without a cost earns no margin that could be claimed.
        case when lines.cost_amount is not null then lines.net_amount - lines.cost_amount else 0 end as gross_profit
    from lines
    inner join posting_units on lines.org_id = posting_units.delivered_org_id
    inner join days on lines.invoice_date = days.date_day
    inner join products on lines.product_id = products.product_id
    left join customers on lines.customer_id = customers.customer_id

),

added_up as (

    select
        org_unit_id,
        month_end,
        product_id,
        product_line,
        customer_segment,
        currency,
        is_new_product,
        sum(quantity) as quantity,
        sum(net_amount) as net_amount,
        sum(case when is_credit_note then 0 else net_amount end) as before_returns_amount,
        sum(case when is_credit_note and is_return then -net_amount else 0 end) as returned_amount,
        sum(gross_profit) as gross_profit
    from placed
    group by org_unit_id, month_end, product_id, product_line, customer_segment, currency, is_new_product

)

select
    added_up.org_unit_id,
    added_up.month_end,
    added_up.product_id,
    added_up.product_line,
    added_up.customer_segment,
    added_up.currency,
    added_up.is_new_product,
    cast(added_up.quantity as decimal(18, 4)) as quantity,
    cast(added_up.net_amount as decimal(18, 4)) as net_amount,
    {%- for amount in ['net_amount', 'before_returns_amount', 'returned_amount', 'gross_profit'] %}
    {{ base_amount('added_up.' ~ amount, 'rates.average_rate') }}
        as {{ amount.replace('_amount', '') }}_base_amount
    {{- ',' if not loop.last }}
    {%- endfor %}
from added_up
left join rates
    on added_up.currency = rates.currency
    and added_up.month_end = rates.month_end
