{{ config(meta={'pairs_with': {'int_org_unit_versions': 'a company eliminates in one unit'}}) }}
-- Consolidation as a unit of the tree: intercompany lines are reversed there, as each side booked them. What the two
-- sides do not agree on is kept there too, on a line of its own, so that every reversal balances: a profit-and-loss
-- difference stays in group profit and a balance-sheet difference in group assets until somebody clears it.
with

entries as (

    select * from {{ ref('int_ledger_entries') }} where is_intercompany

),

accounts as (

    select * from {{ ref('int_ledger_accounts') }}

),

statement_lines as (

    select * from {{ ref('statement_lines') }}

),

elimination_units as (

    select distinct org_unit_id from {{ ref('int_org_unit_versions') }} where org_type = 'elimination'

),

reversals as (

    select
        'reversed/' || entries.movement_id as movement_id,
        elimination_units.org_unit_id,
        entries.month_end,
        entries.account_code,
        accounts.fs_line,
        accounts.statement,
        entries.product_line,
        entries.is_closing_entry,
        entries.cash_flow_item,
        entries.cash_flow_activity,
        entries.credit_amount as debit_amount,
        entries.debit_amount as credit_amount
    from entries
    inner join accounts on entries.account_code = accounts.account_code
    cross join elimination_units

),

differences as (

    select
        concat_ws(
            '/', 'difference', reversals.month_end, statement_lines.fs_line,
            case when reversals.is_closing_entry then 'closing' else 'current' end
        ) as movement_id,
        reversals.org_unit_id,
        reversals.month_end,
        cast(null as {{ dbt.type_string() }}) as account_code,
        statement_lines.fs_line,
        statement_lines.statement,
        cast(null as {{ dbt.type_string() }}) as product_line,
        reversals.is_closing_entry,
        cast(null as {{ dbt.type_string() }}) as cash_flow_item,
        cast(null as {{ dbt.type_string() }}) as cash_flow_activity,
        cast(greatest(sum(reversals.credit_amount) - sum(reversals.debit_amount), 0) as decimal(18, 2)) as debit_amount,
        cast(greatest(sum(reversals.debit_amount) - sum(reversals.credit_amount), 0) as decimal(18, 2)) as credit_amount
    from reversals
    inner join statement_lines
        on reversals.statement = statement_lines.statement
        and statement_lines.fs_line in (
            '{{ var("intercompany_difference_pl_line") }}', '{{ var("intercompany_difference_bs_line") }}'
        )
    group by
        reversals.org_unit_id,
        reversals.month_end,
        statement_lines.fs_line,
        statement_lines.statement,
        reversals.is_closing_entry
    having sum(reversals.debit_amount) <> sum(reversals.credit_amount)

)

select * from reversals
union all
select * from differences
