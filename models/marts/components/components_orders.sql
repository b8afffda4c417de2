{%- set orders = ['sales_order_line'] -%}
{%- set members = ['product_line', 'customer_segment'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

flows as (

    select
        org_unit_id,
        promised_month_end as month_end,
        product_line,
        customer_segment,
        count(*) as lines_due,
        sum(case when is_on_time then 1 else 0 end) as lines_on_time,
        0 as lines_delivered
    from {{ ref('fct_order_lines') }}
    where is_due and promised_month_end is not null
    group by org_unit_id, promised_month_end, product_line, customer_segment
    union all
    select
        org_unit_id,
        month_end,
        product_line,
        customer_segment,
        0 as lines_due,
        0 as lines_on_time,
        sum(lines_change) as lines_delivered
    from {{ ref('fct_order_line_fills') }}
    group by org_unit_id, month_end, product_line, customer_segment

),

added_up as (

    select
        org_unit_id,
        month_end,
        product_line,
        customer_segment,
        sum(lines_due) as lines_due,
        sum(lines_on_time) as lines_on_time,
        sum(lines_delivered) as lines_delivered
    from flows
    group by org_unit_id, month_end, product_line, customer_segment

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for member in members %}
    coalesce(added_up.{{ member }}, '-') as {{ member }},
    {%- endfor %}
    {%- for flow in ['lines_due', 'lines_on_time', 'lines_delivered'] %}
    {{ if_delivered(orders, 'coalesce(added_up.' ~ flow ~ ', 0)', 'decimal(18, 2)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join added_up
    on unit_months.org_unit_id = added_up.org_unit_id
    and unit_months.month_end = added_up.month_end
