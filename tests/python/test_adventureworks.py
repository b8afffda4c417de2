"""The real company: published and computed totals of AdventureWorks come out of the models to the cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

INVOICES = "staging.stg_sales_invoice_line"
BALANCES = """
    staging.stg_gl_balance as balances
    inner join staging.stg_gl_account as accounts on balances.account_code = accounts.account_code
    inner join reference.statement_lines as lines on accounts.fs_line = lines.fs_line
"""


@pytest.fixture(scope="module")
def ask(adventureworks: Any) -> Any:
    connection = adventureworks.connect()
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def cents(amount: str) -> Decimal:
    return Decimal(amount.replace(",", ""))


@pytest.mark.parametrize(
    ("channel", "line_count", "net_sales"),
    [("R-%", 60_855, "80,450,596.98"), ("C-%", 60_398, "29,358,677.22")],
    ids=["reseller", "internet"],
)
def test_sales_by_channel(ask: Any, channel: str, line_count: int, net_sales: str) -> None:
    [(lines, total)] = ask(
        f"select count(*), round(sum(net_amount), 2) from {INVOICES} where customer_id like '{channel}'"
    )
    assert (lines, total) == (line_count, cents(net_sales))


def test_reseller_sales_by_category(ask: Any) -> None:
    found = ask(
        f"""select products.category, round(sum(lines.net_amount), 2)
        from {INVOICES} as lines
        inner join staging.stg_product as products on lines.product_id = products.product_id
        where lines.customer_id like 'R-%'
        group by products.category"""
    )
    assert dict(found) == {
        "Accessories": cents("571,297.93"),
        "Bikes": cents("66,302,381.56"),
        "Clothing": cents("1,777,840.84"),
        "Components": cents("11,799,076.66"),
    }


def test_component_holds_every_reported_sale(ask: Any) -> None:
    """January 2014 has begun and is not reported: it is all that the component leaves out."""
    [(reported,)] = ask("select sum(net_sales) from components.components_sales")
    [(total, unreported)] = ask(
        f"select sum(net_amount), sum(case when invoice_date >= '2014-01-01' then net_amount end) from {INVOICES}"
    )
    assert unreported == cents("45,694.72")
    assert reported == total - unreported


def test_quotas_keep_their_rows(ask: Any) -> None:
    [(rows, quarters, total)] = ask(
        """select
            count(*),
            count(distinct targets.owner_employee_id || '/' || periods.fiscal_year || '/' || periods.fiscal_quarter),
            sum(targets.target_value)
        from staging.stg_indicator_target as targets
        inner join staging.stg_fiscal_period as periods on targets.period_id = periods.period_id"""
    )
    assert (rows, quarters, total) == (163, 153, 95_714_000)


def test_people_are_counted_once(ask: Any) -> None:
    assert ask("select count(*) from staging.stg_employee") == [(290,)]
    assert ask("select count(*), count(distinct employee_id) from staging.stg_employee_assignment") == [(296, 290)]
    [(headcount,)] = ask(
        """select value from marts.indicator_values
        where indicator_code = 'headcount' and org_unit_id = 'AW01' and window_code = 'M'
        and period_end = '2013-12-31' and hierarchy_basis = 'as_was'"""
    )
    assert headcount == 290


@pytest.mark.parametrize(
    ("indicator_code", "values"),
    [
        ("revenue", ["24,246,689.54", "35,298,263.43", "42,856,930.86"]),
        ("net_profit", ["5,462,068.53", "6,915,037.38", "8,551,500.52"]),
    ],
)
def test_results_by_year(ask: Any, indicator_code: str, values: list[str]) -> None:
    found = ask(
        f"""select period_end, value from marts.indicator_values
        where indicator_code = '{indicator_code}' and org_unit_id = 'AW01' and window_code = 'FY'
        and hierarchy_basis = 'as_was' and period_end > '2011-01-01' order by period_end"""
    )
    years = [date(2011, 12, 31), date(2012, 12, 31), date(2013, 12, 31)]
    assert found == list(zip(years, map(cents, values), strict=True))


def test_a_first_year_delivered_in_part_has_no_annual_value(ask: Any) -> None:
    found = ask(
        """select distinct value, null_reason from marts.indicator_values
        where indicator_code = 'revenue' and org_unit_id = 'AW01' and window_code = 'FY'
        and period_end = '2010-12-31'"""
    )
    assert found == [(None, "insufficient_history")]


def test_every_set_of_books_balances(ask: Any) -> None:
    """Assets = liabilities + equity per organisation and month, and equity is what the source reports."""
    found = ask(
        f"""select
            entity_id,
            period_id,
            sum(closing_dr),
            sum(case when section in ('current_asset', 'non_current_asset') then closing_dr else 0 end),
            sum(case when section in ('current_liability', 'non_current_liability') then -closing_dr else 0 end),
            sum(case when section in ('equity', 'profit_and_loss') then -closing_dr else 0 end),
            sum(case when section = 'equity' and balances.account_code <> 'AW-PL-CONTRA' then -closing_dr else 0 end)
        from {BALANCES}
        group by entity_id, period_id"""
    )
    assert len(found) == 285
    for entity, period, trial_balance, assets, liabilities, equity, reported_equity in found:
        assert trial_balance == 0, (entity, period)
        assert assets == liabilities + equity, (entity, period)
        assert equity == reported_equity, (entity, period)
        assert assets > 0, (entity, period)


def test_balances_roll_from_month_to_month(ask: Any) -> None:
    breaks = ask(
        """select * from (
            select
                entity_id,
                account_code,
                period_id,
                opening_dr,
                lag(closing_dr) over (partition by entity_id, account_code order by period_id) as previous_closing_dr
            from staging.stg_gl_balance
        ) as rolled where opening_dr <> previous_closing_dr"""
    )
    assert breaks == []


@pytest.mark.parametrize(
    ("period_id", "total_assets"),
    [
        (201102, "8,010,148.33"),  # dated 2011-03-01: the 1st closes the month before
        (201106, "8,107,265.54"),  # dated 2011-07-01
        (201112, "16,713,820.80"),  # two dates in December
        (201311, "21,366,847.84"),
        (201312, "21,366,847.84"),  # entries only, no balances: carried forward
    ],
)
def test_total_assets(ask: Any, period_id: int, total_assets: str) -> None:
    [(found,)] = ask(
        f"""select sum(balances.closing_dr) from {BALANCES}
        where balances.period_id = {period_id} and lines.section in ('current_asset', 'non_current_asset')"""
    )
    assert found == cents(total_assets)


def test_allowance_is_added_to_assets(ask: Any) -> None:
    [(lowest,)] = ask("select min(closing_dr) from staging.stg_gl_balance where account_code = 'AW-1150'")
    assert lowest > 0


def test_budget_is_a_plan_and_no_actual(ask: Any) -> None:
    found = ask(
        """select version, count(distinct period_id), sum(case when line_code = 'REV_MAIN' then amount end)
        from staging.stg_plan_line where scenario = 'budget' group by version order by version"""
    )
    assert found == [("2010B0", 1, 754_050), ("2011B0", 11, 23_407_600)]


def test_stock_card_closes(ask: Any) -> None:
    [(received, issued, stock_value)] = ask(
        """select sum(in_qty), sum(out_qty), sum(case when period_id = 201312 then closing_amount end)
        from staging.stg_inventory_balance"""
    )
    assert (received, issued, stock_value) == (270_969, 274_776, cents("23,320,461.76"))
