{%- set flags = [
    'is_labor', 'is_bonus', 'is_marketing', 'is_channel', 'is_direct', 'is_dep_amort', 'is_interest',
] -%}
-- The ledger as the components read it: entries and eliminations, each with its place in the statements.
with

entries as (

    select * from {{ ref('int_ledger_entries') }}

),

eliminations as (

    select * from {{ ref('int_ledger_eliminations') }}

),

accounts as (

    select * from {{ ref('int_ledger_accounts') }}

),

statement_lines as (

    select * from {{ ref('statement_lines') }}

),

posted as (

    select
        entries.movement_id,
        entries.org_unit_id,
        entries.month_end,
        entries.account_code,
        accounts.fs_line,
        entries.product_line,
        entries.is_closing_entry,
        entries.is_with_supplier,
        entries.cash_flow_item,
        entries.cash_flow_activity,
        entries.debit_amount,
        entries.credit_amount
    from entries
    inner join accounts on entries.account_code = accounts.account_code
    union all
    select
        movement_id,
        org_unit_id,
        month_end,
        account_code,
        fs_line,
        product_line,
        is_closing_entry,
        false as is_with_supplier,
        cash_flow_item,
        cash_flow_activity,
        debit_amount,
        credit_amount
    from eliminations

)

select
    posted.movement_id,
    posted.org_unit_id,
    posted.month_end,
    posted.account_code,
    posted.fs_line,
    statement_lines.statement,
    statement_lines.section,
    statement_lines.component,
    posted.product_line,
    posted.is_closing_entry,
    posted.is_with_supplier,
    posted.cash_flow_item,
    posted.cash_flow_activity,
    coalesce(accounts.account_class, '') as account_class,
    {%- for flag in flags %}
    coalesce(accounts.{{ flag }}, false) as {{ flag }},
    {%- endfor %}
    posted.debit_amount,
    posted.credit_amount,
    posted.debit_amount - posted.credit_amount as debit_less_credit,
    (posted.debit_amount - posted.credit_amount) * statement_lines.debit_sign as natural_amount
from posted
inner join statement_lines on posted.fs_line = statement_lines.fs_line
left join accounts on posted.account_code = accounts.account_code
