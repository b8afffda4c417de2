{%- set quantities_and_times = [
    'output_qty', 'good_qty', 'calendar_min', 'pbt_min', 'apt_min', 'ideal_min', 'ideal_good_min', 'std_hours_good',
    'direct_hours',
] -%}
{%- set costs = ['prod_cost', 'std_cost_good'] -%}
{%- set variances = ['mat_price_var', 'mat_usage_var'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

production as (

    select
        org_unit_id,
        month_end,
        product_line,
        {%- for flow in quantities_and_times + costs + variances %}
        sum({{ flow }}) as {{ flow }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_production_reports') }}
    where month_end is not null
    group by org_unit_id, month_end, product_line

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(production.product_line, '-') as product_line,
    {%- for flow in quantities_and_times + costs %}
    {{ if_delivered(['production_order'], 'coalesce(production.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }},
    {%- endfor %}
    {%- for flow in variances %}
    {{ if_delivered(['material_consumption'], 'coalesce(production.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join production
    on unit_months.org_unit_id = production.org_unit_id
    and unit_months.month_end = production.month_end
