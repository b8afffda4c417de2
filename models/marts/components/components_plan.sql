with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

expense_lines as (

    select fs_line from {{ ref('statement_lines') }}
    where component in ('sell_exp', 'adm_exp', 'rd_exp', 'fin_exp')

),

budget_lines as (

    select * from {{ ref('int_active_plan_lines') }} where scenario = 'budget'

),

budgets as (

    select
        budget_lines.org_unit_id,
        budget_lines.month_end,
        sum(case when expense_lines.fs_line is not null then budget_lines.amount else 0 end) as opex_budget,
        sum(case when budget_lines.line_code = 'BONUS' then budget_lines.amount else 0 end) as budget_bonus
    from budget_lines
    left join expense_lines on budget_lines.line_code = expense_lines.fs_line
    group by budget_lines.org_unit_id, budget_lines.month_end

),

budgeted as (

    select distinct
        org_unit_id,
        line_code,
        fiscal_year
    from budget_lines

),

-- Actual expenses count where the same unit, line and fiscal year are budgeted: like is compared with like.
actuals as (

    select
        postings.org_unit_id,
        postings.month_end,
        sum(postings.natural_amount) as opex_actual
    from {{ ref('fct_ledger_postings') }} as postings
    inner join expense_lines on postings.fs_line = expense_lines.fs_line
    inner join months on postings.month_end = months.month_end
    inner join budgeted
        on postings.org_unit_id = budgeted.org_unit_id
        and postings.fs_line = budgeted.line_code
        and months.fiscal_year = budgeted.fiscal_year
    where not postings.is_closing_entry
    group by postings.org_unit_id, postings.month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {{ if_delivered(['plan_line'], 'coalesce(actuals.opex_actual, 0)', 'decimal(18, 4)') }} as opex_actual,
    {{ if_delivered(['plan_line'], 'coalesce(budgets.opex_budget, 0)', 'decimal(18, 4)') }} as opex_budget,
    {{ if_delivered(['plan_line'], 'coalesce(budgets.budget_bonus, 0)', 'decimal(18, 4)') }} as budget_bonus
from unit_months
left join actuals
    on unit_months.org_unit_id = actuals.org_unit_id
    and unit_months.month_end = actuals.month_end
left join budgets
    on unit_months.org_unit_id = budgets.org_unit_id
    and unit_months.month_end = budgets.month_end
