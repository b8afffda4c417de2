{%- set flows = {
    'revenue': "component = 'revenue' then natural_amount",
    'cogs': "component = 'cogs' then natural_amount",
    'tax_sur': "component = 'tax_sur' then natural_amount",
    'sell_exp': "component = 'sell_exp' then natural_amount",
    'adm_exp': "component = 'adm_exp' then natural_amount",
    'rd_exp': "component = 'rd_exp' then natural_amount",
    'rd_capitalised': "fs_line = 'DEV_COST' then debit_amount",
    'fin_exp': "component = 'fin_exp' then natural_amount",
    'int_exp': "component = 'fin_exp' and is_interest then natural_amount",
    'impair': "component = 'impair' then natural_amount",
    'other_gain': "component = 'other_gain' then natural_amount",
    'nonop_net': "component = 'nonop_net' then natural_amount",
    'inc_tax': "component = 'inc_tax' then natural_amount",
    'net_profit': "statement = 'profit_and_loss' then -debit_less_credit",
    'dep_amort': "(statement = 'profit_and_loss' or account_class = 'cost') and is_dep_amort then debit_amount",
    'mkt_exp': "statement = 'profit_and_loss' and is_marketing then natural_amount",
    'channel_exp': "statement = 'profit_and_loss' and is_channel then natural_amount",
    'direct_opex': "component in ('sell_exp', 'adm_exp') and is_direct then natural_amount",
    'bonus_accrued': "(statement = 'profit_and_loss' or account_class = 'cost') and is_bonus then debit_amount",
    'agency_labor': "is_labor and is_with_supplier then debit_less_credit",
} -%}
{%- set cash_flows = {
    'operating_cash_flow': "cash_flow_activity = 'operating' then -debit_less_credit",
    'capex': "cash_flow_item = 'CF_INV_OUT_CAPEX' then debit_less_credit",
} -%}
{%- set stocks = {
    'total_assets': "section in ('current_asset', 'non_current_asset') then debit_less_credit",
    'current_assets': "section = 'current_asset' then debit_less_credit",
    'inventory_gl': "fs_line in ('INVENTORY', 'INV_PROV') then debit_less_credit",
    'current_liab': "section = 'current_liability' then -debit_less_credit",
    'total_liab': "section in ('current_liability', 'non_current_liability') then -debit_less_credit",
    'int_debt': "fs_line in ('ST_DEBT', 'LT_DEBT') then -debit_less_credit",
    'equity': "section in ('equity', 'profit_and_loss') then -debit_less_credit",
    'ar_gross': "fs_line = 'AR' then debit_less_credit",
    'ar_allowance': "fs_line = 'AR_ALLOW' then -debit_less_credit",
    'ap': "fs_line = 'AP' then -debit_less_credit",
} -%}
{%- set ledger = ['gl_voucher_line', 'gl_balance'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

postings as (

    select * from {{ ref('int_ledger_postings') }}

),

openings as (

    select * from {{ ref('int_ledger_openings') }}

),

-- Flows leave out the closing entries, which carry profit to equity; balances keep them.
movements as (

    select
        org_unit_id,
        month_end,
        {%- for name, condition in flows.items() %}
        sum(case when not is_closing_entry and {{ condition }} else 0 end) as {{ name }},
        {%- endfor %}
        {%- for name, condition in cash_flows.items() %}
        sum(case when {{ condition }} else 0 end) as {{ name }},
        {%- endfor %}
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
        {%- for name in flows.keys() | list + cash_flows.keys() | list %}
        coalesce(movements.{{ name }}, 0) as {{ name }},
        {%- endfor %}
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
    {%- for name in flows %}
    {{ if_delivered(ledger, name, 'decimal(18, 2)') }} as {{ name }},
    {%- endfor %}
    {%- for name in cash_flows %}
    {{ if_delivered(['gl_voucher_line'], name, 'decimal(18, 2)') }} as {{ name }},
    {%- endfor %}
    {%- for name in stocks %}
    {{ if_delivered(ledger, name ~ '_closing - ' ~ name ~ '_movement', 'decimal(18, 2)') }} as {{ name }}_opening,
    {{ if_delivered(ledger, name ~ '_closing', 'decimal(18, 2)') }} as {{ name }}_closing
    {{- ',' if not loop.last }}
    {%- endfor %}
from running
