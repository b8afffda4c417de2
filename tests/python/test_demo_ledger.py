"""The demo group's books: they balance, they close, and they give the known answers of the demo company."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from plumbline.demo import clinic_ledger, cn_gl, mfg_erp_ledger
from plumbline.demo.books import Account, Book, Kind
from plumbline.demo.drivers import OPENING_PERIOD, PERIODS, bonus_accrual, store_bonus
from plumbline.demo.files import Delivery
from plumbline.demo.ledger import group_books

# Typed from the description of the demo company, not computed here.
NET_PROFIT = {"FY 2024": Decimal("8229112.80"), "YTD 202509": Decimal("5760192.84")}
TOTAL_ASSETS = {202412: Decimal("75078429.97"), 202509: Decimal("81341118.10")}
EQUITY = {202412: Decimal("36775723.77"), 202509: Decimal("42535916.61")}
OPERATING_CASH_FLOW = Decimal("4158229.91")
OPERATING_CASH_FLOW_HM = Decimal("-221500.03")
CHANGE_IN_CASH = Decimal("2118229.91")
REVENUE = {"HR": Decimal(55048000), "HM": Decimal(27252000), "HH": Decimal(10674000), "HC": Decimal(1800000)}
ELIMINATED_INVESTMENT = Decimal(28500000)
YTD = [period for period in PERIODS if period > 202500]
FY_2024 = [period for period in PERIODS if period < 202500]
LIABILITIES = (
    Account.SHORT_LOAN,
    Account.LONG_LOAN,
    Account.PAYABLES,
    Account.WAGES_PAYABLE,
    Account.BONUS_PAYABLE,
    Account.VAT,
    Account.SURCHARGE_PAYABLE,
    Account.INCOME_TAX_PAYABLE,
)
CAPITAL = (Account.CAPITAL, Account.YEAR_PROFIT, Account.RETAINED)


@pytest.fixture(scope="module")
def books() -> dict[str, Book]:
    return group_books()


def profit(book: Book, periods: Iterable[int], accounts: Iterable[Account] = Account) -> Decimal:
    chosen = {account for account in accounts if account.is_profit_and_loss}
    months = set(periods)
    amounts = (
        line.amount
        for voucher in book.vouchers
        if voucher.period in months and voucher.kind is not Kind.CLOSING
        for line in voucher.lines
        if line.account in chosen
    )
    return -sum(amounts, Decimal(0))


def position(books: dict[str, Book], period: int, accounts: Iterable[Account]) -> Decimal:
    chosen = set(accounts)
    rows = [row for book in books.values() for row in book.balances if row.period == period]
    return sum((row.closing for row in rows if row.account in chosen), Decimal(0))


def operating_cash(book: Book, periods: Iterable[int]) -> Decimal:
    months = set(periods)
    amounts = (
        line.amount
        for voucher in book.vouchers
        if voucher.period in months
        for line in voucher.lines
        if line.cash_item and line.cash_item.startswith("CF_OP")
    )
    return -sum(amounts, Decimal(0))


@pytest.mark.parametrize(("name", "periods"), [("FY 2024", FY_2024), ("YTD 202509", YTD)])
def test_net_profit_of_the_group(books: dict[str, Book], name: str, periods: list[int]) -> None:
    assert sum(profit(book, periods) for book in books.values()) == NET_PROFIT[name]


@pytest.mark.parametrize("period", [202412, 202509])
def test_assets_and_equity_after_elimination(books: dict[str, Book], period: int) -> None:
    assets = [account for account in Account if account not in (*LIABILITIES, *CAPITAL)]
    assert position(books, period, assets) - ELIMINATED_INVESTMENT == TOTAL_ASSETS[period]
    assert -position(books, period, CAPITAL) - ELIMINATED_INVESTMENT == EQUITY[period]


def test_revenue_by_business_unit(books: dict[str, Book]) -> None:
    income = (Account.SALES, Account.SERVICE_REVENUE)
    assert {entity: profit(books[entity], YTD, income) for entity in REVENUE} == REVENUE


def test_cash_flow(books: dict[str, Book]) -> None:
    assert sum(operating_cash(book, YTD) for book in books.values()) == OPERATING_CASH_FLOW
    assert operating_cash(books["HM"], YTD) == OPERATING_CASH_FLOW_HM
    cash = [position(books, period, [Account.BANK]) for period in (202412, 202509)]
    assert cash[1] - cash[0] == CHANGE_IN_CASH


def test_every_voucher_balances_and_names_its_cash_flow(books: dict[str, Book]) -> None:
    for book in books.values():
        for voucher in book.vouchers:
            assert sum(line.debit for line in voucher.lines) == sum(line.credit for line in voucher.lines), voucher
            cash = sum(line.amount for line in voucher.lines if line.account is Account.BANK)
            assert -sum(line.amount for line in voucher.lines if line.cash_item) == cash, voucher
            assert voucher.prepared_by != voucher.approved_by
            assert voucher.posting_date.year * 100 + voucher.posting_date.month == voucher.period


def test_trial_balance_is_the_vouchers(books: dict[str, Book]) -> None:
    for book in books.values():
        closing: dict[tuple[Account, str], Decimal] = defaultdict(Decimal)
        for row in book.balances:
            if row.period != OPENING_PERIOD:
                assert row.opening == closing[row.account, row.unit]
                assert row.closing == row.opening + row.debit - row.credit
            assert not (row.account.is_profit_and_loss and row.closing), "profit and loss is closed every month"
            closing[row.account, row.unit] = row.closing
        for period in (OPENING_PERIOD, *PERIODS):
            assert sum(row.closing for row in book.balances if row.period == period) == 0
        posted = sum(line.debit for voucher in book.vouchers for line in voucher.lines)
        assert sum(row.debit for row in book.balances) == posted


def test_cash_never_runs_out(books: dict[str, Book]) -> None:
    for book in books.values():
        assert all(row.closing > 0 for row in book.balances if row.account is Account.BANK)


def test_store_bonuses_add_up() -> None:
    assert all(sum(store_bonus(period).values()) == bonus_accrual(period) for period in PERIODS)


def test_delivery_is_the_same_on_every_run(books: dict[str, Book], tmp_path: Path) -> None:
    for name in ("first", "second"):
        delivery = Delivery(tmp_path / name)
        for system in (cn_gl, mfg_erp_ledger, clinic_ledger):
            system.write(books, delivery)
        delivery.close()
    files = sorted(path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*") if path.is_file())
    assert len(files) == 29
    for file in files:
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()
