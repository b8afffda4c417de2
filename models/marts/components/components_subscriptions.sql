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

    select * from {{ ref('dim_surviving_customers') }}

),

subscription_units as (

    select distinct org_unit_id from subscriptions

),

-- A unit that runs subscriptions has the price running at the month's start, any other what it sold to known customers.
sold as (

    select
        subscriptions.org_unit_id,
        subscriptions.month_end,
        customers.customer_segment,
        customers.channel,
        subscriptions.mrr_open as amount
    from subscriptions
    inner join customers on subscriptions.customer_id = customers.customer_id
    union all
    select
        documents.org_unit_id,
        documents.month_end,
        coalesce(documents.customer_segment, '-') as customer_segment,
        coalesce(documents.channel, '-') as channel,
        documents.net_base_amount as amount
    from documents
    left join subscription_units on documents.org_unit_id = subscription_units.org_unit_id
    where subscription_units.org_unit_id is null

),

parts as (

    select
        {{ group | join(',\n        ') }},
        cust_months,
        cust_churned,
        0 as cust_sales,
        {%- for flow in recurring_flows %}
        0 as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_active_customers') }}
    union all
    select
        {{ group | join(',\n        ') }},
        0 as cust_months,
        0 as cust_churned,
        sum(amount) as cust_sales,
        {%- for flow in recurring_flows %}
        0 as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from sold
    group by {{ group | join(', ') }}
    union all
    select
        subscriptions.org_unit_id,
        subscriptions.month_end,
        customers.customer_segment,
        customers.channel,
        0 as cust_months,
        0 as cust_churned,
        0 as cust_sales,
        {%- for flow, amount in recurring_flows.items() %}
        sum({{ amount }}) as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from subscriptions
    inner join customers on subscriptions.customer_id = customers.customer_id
    group by subscriptions.org_unit_id, subscriptions.month_end, customers.customer_segment, customers.channel

),

sums as (

    select
        {{ group | join(',\n        ') }},
        {%- for flow in ['cust_months', 'cust_churned', 'cust_sales'] + recurring_flows | list %}
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
