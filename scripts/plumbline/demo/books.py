"""Double-entry books of one legal entity: vouchers that balance, month-end closing and the trial balance.

Accounts are named by what they are; each finance system gives them its own codes when it exports the books. Lines keep
debit and credit apart, both positive; a red-letter line (红字) carries a negative amount on its side. Lines on
profit-and-loss and cost accounts name their unit, other balance-sheet lines leave it empty.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from plumbline.demo.drivers import OPENING_PERIOD, ZERO, Money, cents, day, month_end, month_of, shift

NO_UNIT = "-"


class Account(StrEnum):
    """What an account is. The profit-and-loss accounts come last, from SALES on."""

    BANK = "bank"
    RECEIVABLES = "receivables"
    OTHER_RECEIVABLES = "other_receivables"
    RAW_MATERIAL = "raw_material"
    GOODS = "goods"
    WIP_MATERIAL = "wip_material"
    WIP_LABOUR = "wip_labour"
    WIP_OVERHEAD = "wip_overhead"
    OVERHEAD_DEPRECIATION = "overhead_depreciation"
    OVERHEAD_OTHER = "overhead_other"
    INVESTMENTS = "investments"
    FIXED_ASSETS = "fixed_assets"
    ACCUMULATED_DEPRECIATION = "accumulated_depreciation"
    SHORT_LOAN = "short_loan"
    LONG_LOAN = "long_loan"
    PAYABLES = "payables"
    WAGES_PAYABLE = "wages_payable"
    BONUS_PAYABLE = "bonus_payable"
    VAT = "vat"
    SURCHARGE_PAYABLE = "surcharge_payable"
    INCOME_TAX_PAYABLE = "income_tax_payable"
    CAPITAL = "capital"
    YEAR_PROFIT = "year_profit"
    RETAINED = "retained"
    SALES = "sales"
    SERVICE_REVENUE = "service_revenue"
    COST_OF_SALES = "cost_of_sales"
    COST_OF_SERVICE = "cost_of_service"
    COST_SUPPLIES = "cost_supplies"
    COST_WAGES = "cost_wages"
    SURCHARGES = "surcharges"
    SELLING_WAGES = "selling_wages"
    SELLING_BONUS = "selling_bonus"
    SELLING_RENT = "selling_rent"
    SELLING_UTILITIES = "selling_utilities"
    SELLING_DEPRECIATION = "selling_depreciation"
    SELLING_BRAND = "selling_brand"
    SELLING_PROMOTION = "selling_promotion"
    ADMIN_WAGES = "admin_wages"
    ADMIN_OFFICE = "admin_office"
    ADMIN_RENT = "admin_rent"
    ADMIN_SERVICE = "admin_service"
    ADMIN_DEPRECIATION = "admin_depreciation"
    RD_WAGES = "rd_wages"
    RD_EXTERNAL = "rd_external"
    INTEREST = "interest"
    FX_DIFFERENCE = "fx_difference"
    INCOME_TAX = "income_tax"

    @property
    def is_profit_and_loss(self) -> bool:
        return _ORDER[self] >= _ORDER[Account.SALES]

    @property
    def is_income(self) -> bool:
        return self in (Account.SALES, Account.SERVICE_REVENUE)


_ORDER = {account: position for position, account in enumerate(Account)}


class CashItem(StrEnum):
    """Cash-flow item of a counter-line of cash."""

    SALES = "CF_OP_IN_SALES"
    GOODS = "CF_OP_OUT_GOODS"
    STAFF = "CF_OP_OUT_STAFF"
    TAX = "CF_OP_OUT_TAX"
    OTHER = "CF_OP_OUT_OTHER"
    CAPEX = "CF_INV_OUT_CAPEX"
    FINANCING = "CF_FIN_OUT"


class Kind(StrEnum):
    """Kind of voucher: money in, money out, neither, closing."""

    RECEIPT = "receipt"
    PAYMENT = "payment"
    TRANSFER = "transfer"
    CLOSING = "closing"


@dataclass(frozen=True)
class Line:
    """One voucher line in the entity's currency; `txn_amount` is signed (debit +) in the transaction currency."""

    account: Account
    debit: Money
    credit: Money
    unit: str | None = None
    cash_item: CashItem | None = None
    partner: str | None = None
    customer: str | None = None
    supplier: str | None = None
    product: str | None = None
    project: str | None = None
    currency: str = "CNY"
    txn_amount: Money | None = None
    red: bool = False

    @property
    def amount(self) -> Money:
        """Signed, debit +."""
        return self.debit - self.credit


@dataclass(frozen=True)
class Voucher:
    entity: str
    period: int
    kind: Kind
    number: int
    posting_date: date
    summary: str
    source_doc: str
    prepared_by: str
    approved_by: str
    posted_at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Balance:
    """One row of the trial balance, balances signed debit-positive; `unit` is '-' where none is kept."""

    entity: str
    period: int
    account: Account
    unit: str
    opening: Money
    debit: Money
    credit: Money
    closing: Money


def dr(account: Account, amount: Money, unit: str | None = None, **details: object) -> Line:
    return Line(account, amount, ZERO, unit, **details)  # type: ignore[arg-type]


def cr(account: Account, amount: Money, unit: str | None = None, **details: object) -> Line:
    return Line(account, ZERO, amount, unit, **details)  # type: ignore[arg-type]


@dataclass
class _Draft:
    day_of_month: int
    summary: str
    source_doc: str
    lines: tuple[Line, ...]
    is_closing: bool


@dataclass
class Book:
    """The books of one entity. Post a month's vouchers, then `finish` the month; the next one may begin."""

    entity: str
    clerk: str
    controller: str
    vouchers: list[Voucher] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    _position: dict[tuple[Account, str], Money] = field(default_factory=lambda: defaultdict(Decimal))
    _drafts: list[_Draft] = field(default_factory=list)
    _year_result: Money = ZERO
    _year_tax: Money = ZERO

    def open(self, position: dict[Account, Money]) -> None:
        """Opening position, debit-positive; retained earnings take what is left."""
        for account, amount in position.items():
            self._position[account, NO_UNIT] = amount
        self._position[Account.RETAINED, NO_UNIT] = -sum(position.values(), ZERO)
        for (account, unit), amount in self._position.items():
            self.balances.append(Balance(self.entity, OPENING_PERIOD, account, unit, amount, ZERO, ZERO, amount))

    def balance(self, account: Account) -> Money:
        """Debit-positive, over all units, with what was posted so far in the month."""
        return sum((amount for (key, _), amount in self._position.items() if key is account), ZERO)

    def unclosed_result(self) -> Money:
        """Profit before closing of the current month (income +)."""
        return -sum((amount for (key, _), amount in self._position.items() if key.is_profit_and_loss), ZERO)

    def income_tax_due(self, rate: Decimal, period: int) -> Money:
        """Income tax to accrue so that the year's accruals reach `rate` of its cumulative profit, never below zero.

        Call it once a month, when only the tax itself is still missing.
        """
        if month_of(period) == 1:
            self._year_result = self._year_tax = ZERO
        self._year_result += self.unclosed_result()
        due = cents(max(ZERO, self._year_result) * rate) - self._year_tax
        self._year_tax += due
        return due

    def post(self, day_of_month: int, summary: str, source_doc: str, *lines: Line, is_closing: bool = False) -> None:
        """Post one voucher of the current month; lines without an amount are left out."""
        kept = tuple(line for line in lines if line.debit or line.credit)
        if sum((line.amount for line in kept), ZERO) != 0:
            raise ValueError(f"{self.entity}: voucher does not balance: {summary} {source_doc}")
        if any(line.account.is_profit_and_loss and line.unit is None for line in kept):
            raise ValueError(f"{self.entity}: profit-and-loss line without a unit: {summary} {source_doc}")
        if not kept:
            return
        self._drafts.append(_Draft(day_of_month, summary, source_doc, kept, is_closing))
        for line in kept:
            self._position[line.account, line.unit or NO_UNIT] += line.amount

    def finish(self, period: int) -> None:
        """Close profit and loss to the year's profit (in December that to retained earnings), then number and date."""
        self._close_results(period)
        self._number(period)
        self._trial_balance(period)
        self._drafts = []

    def _close_results(self, period: int) -> None:
        result = sorted(self._position.items(), key=lambda item: (_ORDER[item[0][0]], item[0][1]))
        for is_income, summary in ((True, "结转本期收入"), (False, "结转本期成本费用")):
            lines = [
                dr(account, -amount, unit) if amount < 0 else cr(account, amount, unit)
                for (account, unit), amount in result
                if account.is_profit_and_loss and account.is_income is is_income and amount
            ]
            self._close(period, summary, lines, Account.YEAR_PROFIT)
        if month_of(period) == 12:
            profit = self.balance(Account.YEAR_PROFIT)
            line = dr(Account.YEAR_PROFIT, -profit) if profit < 0 else cr(Account.YEAR_PROFIT, profit)
            self._close(period, "结转本年利润", [line], Account.RETAINED)

    def _close(self, period: int, summary: str, lines: list[Line], to: Account) -> None:
        total = sum((line.amount for line in lines), ZERO)
        counter = cr(to, total) if total > 0 else dr(to, -total)
        self.post(31, summary, f"CLOSE-{self.entity}-{period}", *lines, counter, is_closing=True)

    def _number(self, period: int) -> None:
        numbers: dict[Kind, int] = defaultdict(int)
        for draft in sorted(self._drafts, key=lambda item: (item.is_closing, item.day_of_month)):
            kind = _kind(draft)
            numbers[kind] += 1
            posting_date = day(period, draft.day_of_month)
            booked_on = day(shift(period, 1), 3) if draft.is_closing else posting_date
            self.vouchers.append(
                Voucher(
                    entity=self.entity,
                    period=period,
                    kind=kind,
                    number=numbers[kind],
                    posting_date=month_end(period) if draft.is_closing else posting_date,
                    summary=draft.summary,
                    source_doc=draft.source_doc,
                    prepared_by=self.clerk,
                    approved_by=self.controller,
                    posted_at=datetime.combine(booked_on, time(16)) + timedelta(minutes=numbers[kind]),
                    lines=draft.lines,
                )
            )

    def _trial_balance(self, period: int) -> None:
        debits: dict[tuple[Account, str], Money] = defaultdict(Decimal)
        credits: dict[tuple[Account, str], Money] = defaultdict(Decimal)
        for draft in self._drafts:
            for line in draft.lines:
                debits[line.account, line.unit or NO_UNIT] += line.debit
                credits[line.account, line.unit or NO_UNIT] += line.credit
        for key in sorted(self._position, key=lambda item: (_ORDER[item[0]], item[1])):
            closing = self._position[key]
            opening = closing - debits[key] + credits[key]
            if opening or debits[key] or credits[key]:
                row = Balance(self.entity, period, *key, opening, debits[key], credits[key], closing)
                self.balances.append(row)


def _kind(draft: _Draft) -> Kind:
    if draft.is_closing:
        return Kind.CLOSING
    cash = sum((line.amount for line in draft.lines if line.account is Account.BANK), ZERO)
    if cash == 0:
        return Kind.TRANSFER
    return Kind.RECEIPT if cash > 0 else Kind.PAYMENT
