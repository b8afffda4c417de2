"""The Xero company: the models say what the peer package's reports say, and what the files say about receivables.

`peer_output/` holds the profit and loss and the balance sheet that a widely used dbt package for Xero computes from the
same files. Its amounts are debit-positive in the balance sheet and credit-positive in profit and loss; it marks a month
by its first day. It is compared with the ledger that the components read and with the component fact itself.
"""

import csv
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import SHARED_DATA, Published

Amounts = dict[tuple[date, str], Decimal]
Ask = Callable[[str], list[tuple[Any, ...]]]

COMPANY = "XR01"
MONTHS = [date(year, month, monthrange(year, month)[1]) for year in (2019, 2020, 2021) for month in range(1, 13)][9:27]
FIRST_MONTH, LAST_MONTH = MONTHS[0], MONTHS[-1]
EARNINGS = ("Current Year Earnings", "Retained Earnings")


@pytest.fixture(scope="module")
def ask(xero: Published) -> Iterator[Ask]:
    connection = xero.connect()
    # The documents with their own rates are views on what was landed; they go no further than staging.
    connection.execute(f"attach '{xero.company.landing_file}' as landing (read_only)")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def cents(amount: str) -> Decimal:
    return Decimal(amount.replace(",", ""))


def peer_rows(report: str) -> list[dict[str, str]]:
    """A report of the peer, with the month's last day for its first, up to the last month delivered."""
    path: Path = SHARED_DATA / "xero/peer_output" / f"xero__{report}_report.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        first = date.fromisoformat(row["date_month"])
        row["date_month"] = first.replace(day=monthrange(first.year, first.month)[1]).isoformat()
    return [row for row in rows if row["date_month"] <= LAST_MONTH.isoformat()]


def summed(pairs: list[tuple[date, str, Decimal]]) -> Amounts:
    """Amounts per month and key to the cent, without those that are zero."""
    amounts: Amounts = defaultdict(Decimal)
    for month, key, amount in pairs:
        amounts[month, key] += amount
    rounded = {key: round(amount, 2) for key, amount in amounts.items()}
    return {key: amount for key, amount in rounded.items() if amount}


def peer_amounts(report: str, key: str, leave_out: tuple[str, ...] = ()) -> Amounts:
    return summed(
        [
            (date.fromisoformat(row["date_month"]), row[key], Decimal(row["net_amount"]))
            for row in peer_rows(report)
            if row["account_name"] not in leave_out
        ]
    )


def ledger_amounts(ask: Ask, amount: str, statement: str) -> Amounts:
    """Movements per month and account id, from the ledger as the components read it."""
    return summed(
        ask(
            f"""select postings.month_end, accounts.account_id, sum({amount})
            from core.fct_ledger_postings as postings
            inner join reference.xero__accounts as accounts on postings.account_code = accounts.account_code
            inner join reference.statement_lines as lines on accounts.fs_line = lines.fs_line
            where lines.statement = '{statement}' and not postings.is_closing_entry
            group by postings.month_end, accounts.account_id"""
        )
    )


def component_by_month(ask: Ask, component: str, fact: str = "ledger") -> dict[date, Decimal]:
    return dict(ask(f"select month_end, sum({component}) from components.components_{fact} group by month_end"))


def indicator(ask: Ask, code: str, window: str, period_end: date) -> tuple[Any, ...]:
    [answer] = ask(
        f"""select value, null_reason from marts.indicator_values
        where indicator_code = '{code}' and org_unit_id = '{COMPANY}' and window_code = '{window}'
        and period_end = '{period_end}' and hierarchy_basis = 'as_was'"""
    )
    return answer


def test_months_delivered(ask: Ask) -> None:
    assert ask("select month_end from intermediate.int_months order by month_end") == [(month,) for month in MONTHS]
    assert {row["date_month"] for row in peer_rows("balance_sheet")} == {month.isoformat() for month in MONTHS}


def test_profit_and_loss_by_month_and_account(ask: Ask) -> None:
    peer = peer_amounts("profit_and_loss", "account_id")
    assert len(peer) > 100
    assert ledger_amounts(ask, "credit_amount - debit_amount", "profit_and_loss") == peer


def test_profit_and_loss_by_month_and_statement_line(ask: Ask) -> None:
    """The peer's accounts, on the statement lines of the mapping, make the components of every month."""
    mapping = dict(
        ask(
            """select accounts.account_id, lines.component || '/' || cast(lines.debit_sign as varchar)
            from reference.xero__accounts as accounts
            inner join reference.statement_lines as lines on accounts.fs_line = lines.fs_line
            where lines.statement = 'profit_and_loss'"""
        )
    )
    peer: Amounts = defaultdict(Decimal)
    for (month, account), amount in peer_amounts("profit_and_loss", "account_id").items():
        component, sign = mapping[account].split("/")
        peer[month, component] -= amount * int(sign)
    assert {component for _, component in peer} == {"revenue", "cogs", "adm_exp", "fin_exp", "inc_tax"}
    for component in ["revenue", "cogs", "tax_sur", "sell_exp", "adm_exp", "rd_exp", "fin_exp", "impair", "inc_tax"]:
        found = component_by_month(ask, component)
        assert found == {month: peer.get((month, component), Decimal(0)) for month in MONTHS}, component


@pytest.mark.parametrize(
    ("year", "revenue", "direct_costs", "expenses"),
    [
        (2019, "68,161.21", "0", "-21,668.07"),
        (2020, "403,763.84", "-2,733.58", "-31,488.81"),
        (2021, "95,048.69", "-4,297.70", "-4,633.69"),
    ],
)
def test_profit_and_loss_by_calendar_year(ask: Ask, year: int, revenue: str, direct_costs: str, expenses: str) -> None:
    assert ask(
        f"""select sum(revenue), -sum(cogs), sum(net_profit) - sum(revenue) + sum(cogs)
        from components.components_ledger where extract(year from month_end) = {year}"""
    ) == [(cents(revenue), cents(direct_costs), cents(expenses))]


def test_balance_sheet_by_month_end_and_account(ask: Ask) -> None:
    balances: Amounts = defaultdict(Decimal)
    for (posted, account), amount in ledger_amounts(ask, "debit_amount - credit_amount", "balance_sheet").items():
        for month in MONTHS:
            if month >= posted:
                balances[month, account] += amount
    standing = {key: amount for key, amount in balances.items() if amount}
    assert standing == peer_amounts("balance_sheet", "account_id", leave_out=EARNINGS)


def test_balance_sheet_totals(ask: Ask) -> None:
    """Assets = liabilities + equity at every month end, each of the three as the peer has it."""
    peer = peer_amounts("balance_sheet", "account_class")
    totals = ask(
        """select month_end, sum(total_assets_closing), sum(total_liab_closing), sum(equity_closing)
        from components.components_balance_sheet group by month_end order by month_end"""
    )
    assert [month for month, *_ in totals] == MONTHS
    for month, assets, liabilities, equity in totals:
        assert assets == liabilities + equity, month
        assert assets == peer[month, "ASSET"], month
        assert -liabilities == peer[month, "LIABILITY"], month
        assert -equity == peer[month, "EQUITY"], month
    assert totals[-1][1:] == (cents("259,991.95"), cents("-212,169.94"), cents("472,161.89"))


def test_earnings_are_retained_at_the_end_of_the_fiscal_year(ask: Ask) -> None:
    """Profit of the running fiscal year is current, of earlier years retained.

    The peer ends the fiscal year that ends on 29 February 2020 a day early: that day's profit of 24,218.46 stays in its
    current earnings until the next year ends. Before March 2020 and after February 2021 it splits as the books do.
    """
    profits = ask(
        """select months.month_end, months.fiscal_year, sum(ledger.net_profit)
        from components.components_ledger as ledger
        inner join intermediate.int_months as months on ledger.month_end = months.month_end
        group by months.month_end, months.fiscal_year"""
    )
    [(profit_of_the_leap_day,)] = ask(
        """select sum(lines.credit_amount - lines.debit_amount)
        from staging.stg_gl_voucher_line as lines
        inner join staging.stg_gl_account as accounts on lines.account_code = accounts.account_code
        where lines.posting_date = '2020-02-29' and accounts.account_class in ('revenue', 'expense')"""
    )
    assert profit_of_the_leap_day == cents("24,218.46")
    peer = peer_amounts("balance_sheet", "account_name")
    years = {month: year for month, year, _ in profits}
    for month in MONTHS:
        current = sum((p for end, year, p in profits if end <= month and year == years[month]), Decimal(0))
        retained = sum((p for end, year, p in profits if end <= month and year < years[month]), Decimal(0))
        early = profit_of_the_leap_day if years[month] == 2021 else Decimal(0)
        assert -peer.get((month, "Current Year Earnings"), Decimal(0)) == current + early, month
        assert -peer.get((month, "Retained Earnings"), Decimal(0)) == retained - early, month
    # Worked from the peer's rows: 64,494.51 + 24,218.46 of fiscal 2020; all of 2020 and 2021; March 2021 alone, a loss.
    assert sum(p for _, year, p in profits if year == 2020) == cents("88,712.97")
    assert sum(p for _, year, p in profits if year < 2022) == cents("504,167.65")
    assert sum(p for _, year, p in profits if year == 2022) == cents("-2,015.76")


def test_fiscal_windows(ask: Ask) -> None:
    """The year to date restarts on 1 March; a fiscal year ends on the last day of February, leap year or not."""
    peer: dict[date, Decimal] = defaultdict(Decimal)
    for (month, account_class), amount in peer_amounts("profit_and_loss", "account_class").items():
        if account_class == "REVENUE":
            peer[month] += amount
    for month in MONTHS[5:]:
        start = date(month.year if month.month > 2 else month.year - 1, 3, 1)
        of_the_year = sum((amount for end, amount in peer.items() if start <= end <= month), Decimal(0))
        assert indicator(ask, "revenue", "YTD", month) == (of_the_year, None), month
    assert indicator(ask, "revenue", "YTD", date(2020, 3, 31)) == (peer[date(2020, 3, 31)], None)
    assert indicator(ask, "revenue", "FY", date(2021, 2, 28)) == (cents("451,861.21"), None)
    assert indicator(ask, "net_profit", "FY", date(2021, 2, 28)) == (cents("415,454.68"), None)
    # Five months of the first fiscal year are delivered.
    assert indicator(ask, "revenue", "FY", date(2020, 2, 29)) == (None, "insufficient_history")
    assert ask("select distinct period_end from intermediate.int_windows where window_code = 'FY' order by 1") == [
        (date(2020, 2, 29),),
        (date(2021, 2, 28),),
    ]


def test_only_sales_invoices_in_force_are_sales(ask: Ask) -> None:
    """Of 117 sales invoices one is deleted; bills, eight of them voided, are not sales."""
    assert ask("select count(*) from staging.base_xero__documents where document_type = 'ACCREC'") == [(117,)]
    assert ask(
        """select
            count(distinct lines.invoice_id), count(distinct documents.document_type), min(documents.document_status)
        from staging.stg_sales_invoice_line as lines
        inner join staging.base_xero__documents as documents on lines.invoice_id = documents.document_id
        where documents.document_status in ('AUTHORISED', 'PAID')"""
    ) == [(116, 1, "AUTHORISED")]
    assert ask("select count(distinct invoice_id) from staging.stg_sales_invoice_line") == [(116,)]
    assert ask("select count(*) from staging.stg_customer") == [(18,)]


def test_sales_are_the_revenue_of_the_ledger(ask: Ask) -> None:
    """At each document's own rate, sales are the ledger's revenue in every month, to the cent."""
    sales = component_by_month(ask, "net_sales", "sales")
    assert sales == component_by_month(ask, "revenue")
    assert sum(sales.values()) == cents("566,973.74")


def test_receivables_are_the_control_account(ask: Ask) -> None:
    """Open invoices, with every payment on its own day, are the control account at every month end."""
    open_items = component_by_month(ask, "ar_open_closing", "receivables")
    assert open_items == component_by_month(ask, "ar_gross_closing", "balance_sheet")
    assert open_items[date(2021, 2, 28)] == cents("87,919.34")


def test_two_cents_between_the_open_invoices_and_the_control_account(ask: Ask) -> None:
    """60,596.18 at each document's rate, 60,596.16 on the control account.

    One cent: the ledger books each invoice in whole cents, the thirteen together 60,596.17. The other: INV-0045, of
    15,399.90, was paid in two parts, which took 6,187.34 and 9,212.57 off the account, a cent more than was on it.
    """
    [(documents, meaningless_sum, converted, booked)] = ask(
        """select count(*), sum(open_amount), sum(open_base_amount), sum(total_base_amount)
        from staging.base_xero__documents
        where document_type = 'ACCREC' and is_in_force and open_amount <> 0"""
    )
    assert (documents, meaningless_sum) == (13, cents("42,841.00"))
    assert round(converted, 2) == cents("60,596.18")
    assert booked == cents("60,596.17")

    control = component_by_month(ask, "ar_gross_closing", "balance_sheet")[LAST_MONTH]
    assert control == cents("60,596.16")
    assert round(converted, 2) - control == cents("0.02")

    overpaid = ask(
        """select documents.document_number, events.open_amount
        from (
            select invoice_id, sum(amount) as open_amount from core.fct_receivable_events group by invoice_id
        ) as events
        inner join staging.base_xero__documents as documents on events.invoice_id = documents.document_id
        where documents.open_amount = 0 and events.open_amount <> 0"""
    )
    assert overpaid == [("INV-0045", cents("-0.01"))]
    parts = ask(
        """select sum(applications.amount)
        from staging.stg_cash_application as applications
        inner join staging.base_xero__documents as documents on applications.invoice_id = documents.document_id
        where documents.document_number = 'INV-0045'
        group by applications.receipt_id order by 1"""
    )
    assert parts == [(cents("6,187.34"),), (cents("9,212.57"),)]


def test_every_payment_finds_its_document(ask: Ask) -> None:
    """No payment that stands is without a document, and together they settle what it is worth, but for one cent."""
    assert (
        ask(
            """select payments.payment_id
            from staging.base_xero__payments as payments
            left join staging.base_xero__settlements as settlements on payments.payment_id = settlements.payment_id
            where payments.is_standing and settlements.payment_id is null"""
        )
        == []
    )
    misfits = ask(
        """select documents.document_number, sum(payments.settled_amount) - max(documents.total_base_amount)
        from staging.base_xero__documents as documents
        left join staging.base_xero__settlements as settlements on documents.document_id = settlements.document_id
        left join staging.base_xero__payments as payments
            on settlements.payment_id = payments.payment_id and payments.is_standing
        where documents.document_status = 'PAID'
        group by documents.document_id, documents.document_number
        having sum(payments.settled_amount) is distinct from max(documents.total_base_amount)"""
    )
    assert misfits == [("INV-0045", cents("0.01"))]


def test_money_collected_is_money_banked(ask: Ask) -> None:
    """Receipts are what reached the bank; the exchange differences are the rest of what left the control account."""
    found = dict(ask("select apply_type, sum(amount) from staging.stg_cash_application group by apply_type"))
    assert found == {"receipt": cents("498,648.42"), "fx_diff": cents("7,729.16")}
    assert cents("566,973.74") - sum(found.values()) == cents("60,596.16")


def test_reversals_take_back_the_journal_before_them(ask: Ask) -> None:
    """Every second journal of a document is the one before it with the signs turned, on the same day."""
    unlike = ask(
        """with accounts as (
            select source_type, source_id, journal_number, journal_date, is_reversal, is_standing, account_code,
                sum(debit_less_credit) as amount
            from staging.base_xero__journal_lines where source_id is not null
            group by all
        )
        select source_type, source_id, journal_date, account_code, sum(amount)
        from accounts where not is_standing
        group by source_type, source_id, journal_date, account_code having sum(amount) <> 0"""
    )
    assert unlike == []
    # Amortisation of 242.00 was posted on the wrong side, taken back and posted again.
    assert ask("select sum(dep_amort) from components.components_ledger") == [(cents("242.00"),)]


def test_what_is_not_delivered_does_not_apply(ask: Ask) -> None:
    for code in ["headcount", "labor_cost", "inventory_turnover", "budget_execution_rate", "revenue_per_head"]:
        answers = ask(
            "select distinct applies, reason from marts.indicator_applicability "
            f"where indicator_code = '{code}' and org_unit_id = '{COMPANY}'"
        )
        assert answers == [(False, "not_delivered")], code
        assert ask(f"select count(*) from marts.indicator_values where indicator_code = '{code}'") == [(0,)], code
