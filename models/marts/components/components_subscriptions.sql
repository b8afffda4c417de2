{%- set sources = ['sales_invoice_line', 'subscription_month'] -%}
{%- set recurring_flows = [
    'recurring_revenue', 'mrr_at_start', 'mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churned',
] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

subscriptions as (

    select * from {{ ref('fct_subscription_months') }}

),

documents as (

    select * from {{ ref('fct_sales_documents') }}
    where customer_id is not null and month_end is not null

),

customers as (

    select
        customer_id,
        coalesce(segment, '-') as customer_segment,
        coalesce(acquisition_channel, '-') as channel
    from {{ ref('dim_customers') }}
    where customer_id = surviving_customer_id

),

subscription_units as (

    select distinct org_unit_id from subscriptions

),

-- A unit that runs subscriptions has the price running at the month's start, any other what it sold to known customers.
sold as (

    select
        org_unit_id,
        month_end,
        customer_id,
        mrr_open as amount
    from subscriptions
    union all
    select
        documents.org_unit_id,
        documents.month_end,
        documents.customer_id,
        documents.net_base_amount as amount
    from documents
    left join subscription_units on documents.org_unit_id = subscription_units.org_unit_id
    where subscription_units.org_unit_id is null

),

parts as (

    select
        org_unit_id,
        month_end,
        customer_segment,
        channel,
        cust_months,
        cust_churned,
        0 as cust_sales,
        0 as recurring_revenue,
        0 as mrr_at_start,
        0 as mrr_new,
        0 as mrr_expansion,
        0 as mrr_contraction,
        0 as mrr_churned
    from {{ ref('fct_active_customers') }}
    union all
    select
        sold.org_unit_id,
        sold.month_end,
        customers.customer_segment,
        customers.channel,
        0 as cust_months,
        0 as cust_churned,
        sum(sold.amount) as cust_sales,
        0 as recurring_revenue,
        0 as mrr_at_start,
        0 as mrr_new,
        0 as mrr_expansion,
        0 as mrr_contraction,
        0 as mrr_churned
    from sold
    inner join customers on sold.customer_id = customers.customer_id
    group by sold.org_unit_id, sold.month_end, customers.customer_segment, customers.channel
    union all
    select
        subscriptions.org_unit_id,
        subscriptions.month_end,
        customers.customer_segment,
        customers.channel,
        0 as cust_months,
        0 as cust_churned,
        0 as cust_sales,
        sum(subscriptions.mrr_close) as recurring_revenue,
        sum(subscriptions.mrr_open) as mrr_at_start,
        sum(case when subscriptions.mrr_open = 0 then subscriptions.mrr_close else 0 end) as mrr_new,
        sum(
            case
                when subscriptions.mrr_open > 0
                    then greatest(subscriptions.mrr_close - subscriptions.mrr_open, 0)
                else 0
            end
        ) as mrr_expansion,
        sum(
            case
                when subscriptions.mrr_close > 0
                    then greatest(subscriptions.mrr_open - subscriptions.mrr_close, 0)
                else 0
            end
        ) as mrr_contraction,
        sum(case when subscriptions.mrr_close = 0 then subscriptions.mrr_open else 0 end) as mrr_churned
    from subscriptions
    inner join customers on subscriptions.customer_id = customers.customer_id
    group by subscriptions.org_unit_id, subscriptions.month_end, customers.customer_segment, customers.channel

),

sums as (

    select
        org_unit_id,
        month_end,
        customer_segment,
        channel,
        sum(cust_months) as cust_months,
        sum(cust_churned) as cust_churned,
        sum(cust_sales) as cust_sales,
        sum(recurring_revenue) as recurring_revenue,
        sum(mrr_at_start) as mrr_at_start,
        sum(mrr_new) as mrr_new,
        sum(mrr_expansion) as mrr_expansion,
        sum(mrr_contraction) as mrr_contraction,
        sum(mrr_churned) as mrr_churned
    from parts
    group by org_unit_id, month_end, customer_segment, channel

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(sums.customer_segment, '-') as customer_segment,
    coalesce(sums.channel, '-') as channel,
    {{ if_delivered(sources, 'coalesce(sums.cust_months, 0)', 'decimal(18, 2)') }} as cust_months,
    {{ if_delivered(sources, 'coalesce(sums.cust_churned, 0)', 'decimal(18, 2)') }} as cust_churned,
    {{ if_delivered(sources, 'coalesce(sums.cust_sales, 0)', 'decimal(18, 4)') }} as cust_sales,
    {%- for flow in recurring_flows %}
    {{ if_delivered(['subscription_month'], 'coalesce(sums.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join sums
    on unit_months.org_unit_id = sums.org_unit_id
    and unit_months.month_end = sums.month_end
