{%- set orders = ['sales_order_line'] -%}
{%- set members = ['product_line', 'customer_segment'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

added_up as (

    select
        org_unit_id,
        promised_month_end as month_end,
        product_line,
        customer_segment,
        count(*) as lines_due,
        sum(case when is_on_time then 1 else 0 end) as lines_on_time
    from {{ ref('fct_order_lines') }}
    where is_due and promised_month_end is not null
    group by org_unit_id, promised_month_end, product_line, customer_segment

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for member in members %}
    coalesce(added_up.{{ member }}, '-') as {{ member }},
    {%- endfor %}
    {%- for flow in ['lines_due', 'lines_on_time'] %}
    {{ if_delivered(orders, 'coalesce(added_up.' ~ flow ~ ', 0)', 'decimal(18, 2)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join added_up
    on unit_months.org_unit_id = added_up.org_unit_id
    and unit_months.month_end = added_up.month_end
