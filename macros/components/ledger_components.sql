{# Which posting adds what to which ledger component: the condition and the amount, written as the middle of a `case`.
   Flows leave out the closing entries, cash flows are read from the counter-lines of cash, and stocks are read alike from
   opening positions and from postings. #}
{% macro ledger_components() -%}
    {% set flows = {
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
    } %}
    {% set cash_flows = {
        'operating_cash_flow': "cash_flow_activity = 'operating' then -debit_less_credit",
        'capex': "cash_flow_item = 'CF_INV_OUT_CAPEX' then debit_less_credit",
    } %}
    {% set stocks = {
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
    } %}
    {{ return({'flows': flows, 'cash_flows': cash_flows, 'stocks': stocks}) }}
{%- endmacro %}
