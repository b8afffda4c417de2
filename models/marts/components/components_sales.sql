{%- set flows = {
    'net_sales': 'net_base_amount',
    'sales_before_returns': 'before_returns_base_amount',
    'return_net': 'returned_base_amount',
    'new_prod_sales': 'case when is_new_product then net_base_amount else 0 end',
    'new_prod_gp': 'case when is_new_product then gross_profit_base_amount else 0 end',
} -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

sales as (

    select
        org_unit_id,
        month_end,
        product_line,
        customer_segment,
        {%- for name, amount in flows.items() %}
        sum({{ amount }}) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_product_sales') }}
    group by org_unit_id, month_end, product_line, customer_segment

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(sales.product_line, '-') as product_line,
    coalesce(sales.customer_segment, '-') as customer_segment,
    {%- for name in flows %}
    {{ if_delivered(['sales_invoice_line'], 'coalesce(sales.' ~ name ~ ', 0)', 'decimal(18, 4)') }} as {{ name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join sales
    on unit_months.org_unit_id = sales.org_unit_id
    and unit_months.month_end = sales.month_end
