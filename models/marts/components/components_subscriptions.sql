{%- set sources = ['sales_invoice_line', 'subscription_month'] -%}
{%- set group = ['org_unit_id', 'month_end', 'customer_segment', 'channel'] -%}
{#- The prices running at both ends of a month, and what made the difference. -#}
{%- set recurring_flows = {
    'recurring_revenue': 'subscriptions.mrr_close',
    'mrr_at_start': 'subscriptions.mrr_open',
    'mrr_new': 'case when subscriptions.mrr_open = 0 then subscriptions.mrr_close else 0 end',
    'mrr_expansion':
        'case when subscriptions.mrr_open > 0 then greatest(subscriptions.mrr_close - subscriptions.mrr_open, 0) else 0 end',
    'mrr_contraction':
        'case when subscriptions.mrr_close > 0 then greatest(subscriptions.mrr_open - subscriptions.mrr_close, 0) else 0 end',
    'mrr_churned': 'case when subscriptions.mrr_close = 0 then subscriptions.mrr_open else 0 end',
} -%}
{#- Who pays, who does no longer, and what they pay. The row of a month says all three, so that a customer who moves to
    another unit between two months leaves neither. -#}
{%- set subscriber_flows = {
    'cust_months': 'case when subscriptions.mrr_open > 0 then 1 else 0 end',
    'cust_churned': 'case when subscriptions.mrr_open > 0 and subscriptions.mrr_close = 0 then 1 else 0 end',
    'cust_sales': 'subscriptions.mrr_open',
} -%}
{%- set flows = dict(subscriber_flows, **recurring_flows) -%}
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

subscription_units as (

    select distinct org_unit_id from subscriptions

),

-- A unit that runs subscriptions has subscribers and what they pay, any other its buyers and what it sold to those it
-- knows.
parts as (

    select
        subscriptions.org_unit_id,
        subscriptions.month_end,
        customers.customer_segment,
        customers.channel,
        {%- for flow, amount in flows.items() %}
        sum({{ amount }}) as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from subscriptions
    inner join {{ ref('dim_surviving_customers') }} as customers on subscriptions.customer_id = customers.customer_id
    group by subscriptions.org_unit_id, subscriptions.month_end, customers.customer_segment, customers.channel
    union all
    select
        {{ group | join(',\n        ') }},
        {%- for flow in flows %}
        {{ flow if flow in ['cust_months', 'cust_churned'] else '0 as ' ~ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_active_buyers') }}
    union all
    select
        documents.org_unit_id,
        documents.month_end,
        coalesce(documents.customer_segment, '-') as customer_segment,
        coalesce(documents.channel, '-') as channel,
        {%- for flow in flows %}
        {{ 'sum(documents.net_base_amount)' if flow == 'cust_sales' else '0' }} as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from documents
    left join subscription_units on documents.org_unit_id = subscription_units.org_unit_id
    where subscription_units.org_unit_id is null
    group by documents.org_unit_id, documents.month_end, documents.customer_segment, documents.channel

),

sums as (

    select
        {{ group | join(',\n        ') }},
        {%- for flow in flows %}
        sum({{ flow }}) as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from parts
    group by {{ group | join(', ') }}

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
