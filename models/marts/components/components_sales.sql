{%- set invoices = ['sales_invoice_line'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

sales as (

    select
        documents.org_unit_id,
        documents.month_end,
        sum(documents.net_amount * rates.average_rate) as net_sales,
        sum(case when documents.doc_type <> 'credit_note' then documents.net_amount * rates.average_rate else 0 end)
            as sales_before_returns,
        sum(case when documents.doc_type = 'credit_note' then -documents.returned_net_amount * rates.average_rate else 0 end)
            as return_net
    from {{ ref('fct_sales_documents') }} as documents
    inner join {{ ref('int_month_rates') }} as rates
        on documents.currency = rates.currency
        and documents.month_end = rates.month_end
    group by documents.org_unit_id, documents.month_end

),

first_purchases as (

    select
        org_unit_id,
        month_end,
        count(*) as new_cust_cnt
    from {{ ref('fct_first_purchases') }}
    group by org_unit_id, month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for flow in ['net_sales', 'sales_before_returns', 'return_net'] %}
    {{ if_delivered(invoices, 'coalesce(sales.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }},
    {%- endfor %}
    {{ if_delivered(invoices, 'coalesce(first_purchases.new_cust_cnt, 0)', 'decimal(18, 2)') }} as new_cust_cnt
from unit_months
left join sales
    on unit_months.org_unit_id = sales.org_unit_id
    and unit_months.month_end = sales.month_end
left join first_purchases
    on unit_months.org_unit_id = first_purchases.org_unit_id
    and unit_months.month_end = first_purchases.month_end
