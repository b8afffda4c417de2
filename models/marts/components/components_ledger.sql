{%- set components = ledger_components() -%}
{%- set flows, cash_flows = components.flows, components.cash_flows -%}
{%- set ledger = ['gl_voucher_line', 'gl_balance'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

postings as (

    select * from {{ ref('fct_ledger_postings') }}

),

-- Flows leave out the closing entries, which carry profit to equity.
movements as (

    select
        org_unit_id,
        month_end,
        coalesce(product_line, '-') as product_line,
        {%- for name, condition in flows.items() %}
        sum(case when not is_closing_entry and {{ condition }} else 0 end) as {{ name }},
        {%- endfor %}
        {%- for name, condition in cash_flows.items() %}
        sum(case when {{ condition }} else 0 end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from postings
    group by org_unit_id, month_end, coalesce(product_line, '-')

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(movements.product_line, '-') as product_line,
    {%- for name in flows %}
    {{ if_delivered(ledger, 'coalesce(movements.' ~ name ~ ', 0)', 'decimal(18, 2)') }} as {{ name }},
    {%- endfor %}
    {%- for name in cash_flows %}
    {{ if_delivered(['gl_voucher_line'], 'coalesce(movements.' ~ name ~ ', 0)', 'decimal(18, 2)') }} as {{ name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join movements
    on unit_months.org_unit_id = movements.org_unit_id
    and unit_months.month_end = movements.month_end
