{%- set stocks = ledger_components().stocks -%}
{%- set ledger = ['gl_voucher_line', 'gl_balance'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

postings as (

    select * from {{ ref('fct_ledger_postings') }}

),

openings as (

    select * from {{ ref('int_ledger_openings') }}

),

-- Balances keep the closing entries.
movements as (

    select
        org_unit_id,
        month_end,
        {%- for name, condition in stocks.items() %}
        sum(case when {{ condition }} else 0 end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from postings
    group by org_unit_id, month_end

),

opening_positions as (

    select
        org_unit_id,
        {%- for name, condition in stocks.items() %}
        sum(case when {{ condition }} else 0 end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from openings
    group by org_unit_id

),

running as (

    select
        unit_months.org_unit_id,
        unit_months.org_unit_version_id,
        unit_months.month_end,
        {%- for name in stocks %}
        coalesce(movements.{{ name }}, 0) as {{ name }}_movement,
        coalesce(opening_positions.{{ name }}, 0) + sum(coalesce(movements.{{ name }}, 0)) over (
            partition by unit_months.org_unit_id order by unit_months.month_end
        ) as {{ name }}_closing
        {{- ',' if not loop.last }}
        {%- endfor %}
    from unit_months
    left join movements
        on unit_months.org_unit_id = movements.org_unit_id
        and unit_months.month_end = movements.month_end
    left join opening_positions on unit_months.org_unit_id = opening_positions.org_unit_id

)

select
    org_unit_id,
    org_unit_version_id,
    month_end,
    {%- for name in stocks %}
    {{ if_delivered(ledger, name ~ '_closing - ' ~ name ~ '_movement', 'decimal(18, 2)') }} as {{ name }}_opening,
    {{ if_delivered(ledger, name ~ '_closing', 'decimal(18, 2)') }} as {{ name }}_closing
    {{- ',' if not loop.last }}
    {%- endfor %}
from running
