{%- set receivables = ['cash_application'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

balances as (

    select
        org_unit_id,
        month_number,
        sum(open_base_amount) as ar_open,
        sum(overdue_base_amount) as ar_overdue
    from {{ ref('fct_receivable_balances') }}
    group by org_unit_id, month_number

),

billings as (

    select
        org_unit_id,
        month_end,
        sum(gross_base_amount) as bill_credit
    from {{ ref('fct_sales_documents') }}
    where is_credit_sale
    group by org_unit_id, month_end

),

collections as (

    select
        org_unit_id,
        month_end,
        sum(case when apply_type in ('receipt', 'advance', 'recovery') then base_amount else 0 end) as cash_collected,
        sum(case when apply_type = 'writeoff' then base_amount else 0 end) as writeoff,
        sum(case when apply_type = 'recovery' then base_amount else 0 end) as recovery
    from {{ ref('fct_cash_applications') }}
    group by org_unit_id, month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {{ if_delivered(['sales_invoice_line'], 'coalesce(billings.bill_credit, 0)', 'decimal(18, 4)') }} as bill_credit,
    {%- for flow in ['cash_collected', 'writeoff', 'recovery'] %}
    {{ if_delivered(receivables, 'coalesce(collections.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }},
    {%- endfor %}
    {%- for stock in ['ar_open', 'ar_overdue'] %}
    {{ if_delivered(receivables, 'coalesce(opening.' ~ stock ~ ', 0)', 'decimal(18, 4)') }} as {{ stock }}_opening,
    {{ if_delivered(receivables, 'coalesce(closing.' ~ stock ~ ', 0)', 'decimal(18, 4)') }} as {{ stock }}_closing
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join balances as opening
    on unit_months.org_unit_id = opening.org_unit_id
    and unit_months.month_number - 1 = opening.month_number
left join balances as closing
    on unit_months.org_unit_id = closing.org_unit_id
    and unit_months.month_number = closing.month_number
left join billings
    on unit_months.org_unit_id = billings.org_unit_id
    and unit_months.month_end = billings.month_end
left join collections
    on unit_months.org_unit_id = collections.org_unit_id
    and unit_months.month_end = collections.month_end
