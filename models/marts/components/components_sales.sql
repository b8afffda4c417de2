{%- set invoices = ['sales_invoice_line'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

sales as (

    select
        org_unit_id,
        month_end,
        sum(net_base_amount) as net_sales,
        sum(case when doc_type <> 'credit_note' then net_base_amount else 0 end) as sales_before_returns,
        sum(case when doc_type = 'credit_note' then -returned_net_base_amount else 0 end) as return_net
    from {{ ref('fct_sales_documents') }}
    group by org_unit_id, month_end

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
