{%- set spend = ['marketing_spend'] -%}
{%- set flows = ['acq_spend', 'promo_cost', 'promo_incr_gp', 'ad_spend'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

spending as (

    select
        posting_units.org_unit_id,
        days.month_end,
        amounts.channel,
        sum(case when amounts.purpose = 'acquisition' then amounts.amount else 0 end) as acq_spend,
        sum(case when amounts.purpose = 'promotion' then amounts.amount else 0 end) as promo_cost,
        sum(
            case
                when amounts.purpose = 'promotion' then amounts.actual_gross_profit - amounts.baseline_gross_profit
            end
        ) as promo_incr_gp,
        sum(amounts.amount) as ad_spend
    from {{ ref('stg_marketing_spend') }} as amounts
    inner join {{ ref('int_posting_units') }} as posting_units on amounts.org_id = posting_units.delivered_org_id
    inner join {{ ref('int_days') }} as days on amounts.spend_date = days.date_day
    group by posting_units.org_unit_id, days.month_end, amounts.channel

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(spending.channel, '-') as channel,
    {%- for flow in flows %}
    {{ if_delivered(spend, 'coalesce(spending.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join spending
    on unit_months.org_unit_id = spending.org_unit_id
    and unit_months.month_end = spending.month_end
