{#- The pass over the invoice lines by document, kept as a table because several components read it; the pass by product
    is fct_product_sales. -#}
{{ config(materialized='table') }}
{%- set header = [
    'invoice_id', 'doc_type', 'invoice_date', 'due_date', 'original_invoice_id', 'customer_id', 'salesperson_id', 'org_id',
    'currency', 'is_credit_sale', 'source_system',
] %}
-- All lines of a document say the same of it: a test sees to that.
with

lines as (

    select * from {{ ref('stg_sales_invoice_line') }}

),

documents as (

    select
        {{ header | join(',\n        ') }},
        {%- for amount in ['net', 'tax', 'gross'] %}
        cast(sum({{ amount }}_amount) as decimal(18, 4)) as {{ amount }}_amount
        {{- ',' if not loop.last }}
        {%- endfor %}
    from lines
    group by {{ header | join(', ') }}

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

)

select
    documents.invoice_id,
    documents.doc_type,
    documents.invoice_date,
    days.month_end,
    documents.due_date,
    documents.original_invoice_id,
    customers.surviving_customer_id as customer_id,
    customers.segment as customer_segment,
    customers.acquisition_channel as channel,
    documents.salesperson_id as employee_id,
    posting_units.org_unit_id,
    documents.currency,
    documents.is_credit_sale,
    documents.net_amount,
    documents.tax_amount,
    documents.gross_amount,
    {%- for amount in ['net', 'gross'] %}
    {{ base_amount('documents.' ~ amount ~ '_amount', 'rates.average_rate') }}
        as {{ amount }}_base_amount,
    {%- endfor %}
    documents.source_system
from documents
inner join posting_units on documents.org_id = posting_units.delivered_org_id
left join customers on documents.customer_id = customers.customer_id
left join days on documents.invoice_date = days.date_day
left join rates
    on documents.currency = rates.currency
    and days.month_end = rates.month_end
