"""Point-of-sale export of the stores: members, articles, receipts month by month, stock.

The POS has its own store codes (HD01-HD09), writes local timestamps (20250131 143000) and prices with tax. One receipt
has one line: one appliance.

Members
-------
Receipt n of a store and month (n = 1, 2, ...) carries a member number when n mod 10 < 3. Number a store's member
receipts 0, 1, 2, ... over the whole history: number k with k mod 5 = 4 is a new member's first and only purchase; all
others go round the store's core members, who bought before the history. Core members: 150 a store; the first 50 of S02
are those of S01, and the 80 of S09 are the first 40 of S05 and of S06. Hence, for S01-S08:
active customers of a month = member receipts = 3 × (N div 10) + min(N mod 10, 2) for N receipts;
active customers of a quarter or longer = 150 + new members of the window.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from plumbline.demo.drivers import (
    COST_PER_RECEIPT,
    LIST_TICKET,
    OPENING_PERIOD,
    PERIODS,
    RETAIL_VAT,
    STOCK_PER_STORE,
    STORES,
    ZERO,
    Money,
    StoreMonth,
    cents,
    largest_remainder,
    month_end,
    store_month,
    store_months,
)
from plumbline.demo.files import Delivery, Row

ARTICLES = (
    ("10001", "双开门冰箱", "BX"),
    ("10002", "滚筒洗衣机", "XY"),
    ("10003", "变频空调", "KT"),
    ("10004", "液晶电视", "DS"),
)
CORE_MEMBERS = 150
OPENING_MINUTE = 9 * 60
TRADING_MINUTES = 720


class Receipt(NamedTuple):
    number: int
    member: str | None
    article: str


def pos_store(store: str) -> str:
    return f"HD{store[1:]}"


@cache
def core_members(store: str) -> tuple[str, ...]:
    """The member numbers that a store's returning receipts go round, in order."""
    if store == "S09":
        return core_members("S05")[:40] + core_members("S06")[:40]
    shared = core_members("S01")[:50] if store == "S02" else ()
    return shared + tuple(f"V{store[1:]}{number:05d}" for number in range(len(shared), CORE_MEMBERS))


def member_of(store: str, count: int) -> str:
    """Who made a store's member receipt number `count` (from 0)."""
    new = count // 5
    if count % 5 == 4:
        return f"V{store[1:]}{10001 + new}"
    core = core_members(store)
    return core[(count - new) % len(core)]


@cache
def receipts(store: str) -> tuple[tuple[StoreMonth, tuple[Receipt, ...]], ...]:
    """Month by month, the receipts of a store."""
    return tuple(_receipts(store))


def _receipts(store: str) -> Iterator[tuple[StoreMonth, tuple[Receipt, ...]]]:
    seen = 0
    for period in PERIODS:
        month = store_month(store, period)
        if month is None:
            continue
        rows = []
        for number in range(1, month.receipts + 1):
            member = None
            if number % 10 < 3:
                member = member_of(store, seen)
                seen += 1
            rows.append(Receipt(number, member, ARTICLES[(number - 1) % len(ARTICLES)][0]))
        yield month, tuple(rows)


def receipt_day(month: StoreMonth, number: int) -> date:
    """Receipts are spread evenly over the days of the month."""
    last = month_end(month.period)
    return last.replace(day=1 + (number - 1) * last.day // month.receipts)


def _receipt_rows(month: StoreMonth, rows: tuple[Receipt, ...]) -> Iterator[Row]:
    with_tax = 1 + RETAIL_VAT
    listed = cents(LIST_TICKET * with_tax)
    paid = cents(month.ticket * with_tax)
    tax = cents(month.ticket * RETAIL_VAT)
    store = pos_store(month.store)
    for row in rows:
        minute = OPENING_MINUTE + row.number * 37 % TRADING_MINUTES
        sold = f"{receipt_day(month, row.number):%Y%m%d} {minute // 60:02d}{minute % 60:02d}00"
        receipt_no = f"{store}{month.period % 10000}{row.number:05d}"
        amounts = (listed, listed - paid, paid, tax, COST_PER_RECEIPT)
        yield (receipt_no, 1, store, sold, row.member, row.article, 1, *amounts)


RECEIPT_COLUMNS = (
    "receipt_no", "line_no", "store_code", "sold_at", "member_no", "article_no", "quantity",
    "list_incl_tax", "discount_incl_tax", "paid_incl_tax", "tax", "cost",
)  # fmt: skip


def _write_receipts(delivery: Delivery) -> None:
    by_period: dict[int, list[Row]] = {period: [] for period in PERIODS}
    for store in STORES:
        for month, rows in receipts(store):
            by_period[month.period].extend(_receipt_rows(month, rows))
    for period, lines in by_period.items():
        delivery.csv(
            f"retail_pos/receipts_{period}.csv.gz", RECEIPT_COLUMNS, lines,
            control_column="paid_incl_tax", periods=(period, period),
        )  # fmt: skip


def _hash(member: str) -> str:
    return hashlib.sha256(f"member {member}".encode()).hexdigest()[:20]


def _member_rows() -> Iterator[Row]:
    """Core members with the purchase known from the old tills; later ones joined with their first receipt."""
    for store in STORES[:8]:
        for position, member in enumerate(core_members(store)):
            if member[1:3] == store[1:]:
                first = date(2022, 7, 1) + timedelta(days=3 * position)
                yield (member, _hash(member), pos_store(store), f"{first:%Y%m%d}", f"{first:%Y%m%d}")
    for store in STORES:
        for month, rows in receipts(store):
            for row in rows:
                if row.member is not None and row.member[3:] > "10000":
                    joined = f"{receipt_day(month, row.number):%Y%m%d}"
                    yield (row.member, _hash(row.member), pos_store(store), joined, None)


def _stock_rows() -> Iterator[Row]:
    """Stock per store and article: constant, what is sold is bought again in the month.

    What a store holds above the usual stock (S05: 776,712.33) has not moved for half a year.
    """
    numbers = [article for article, _, _ in ARTICLES]
    even = dict.fromkeys(numbers, Decimal(1))

    def quantity(amount: Money) -> Decimal:
        return (amount / COST_PER_RECEIPT).quantize(Decimal("0.0001"))

    def slow(stock: Money) -> dict[str, Money]:
        return largest_remainder(max(stock - STOCK_PER_STORE, ZERO), even)

    for store in STORES[:8]:
        first = store_month(store, PERIODS[0])
        for article, amount in largest_remainder(first.opening_stock if first else ZERO, even).items():
            held = (quantity(amount), amount)
            slow_cost = slow(first.opening_stock)[article] if first else ZERO
            yield (pos_store(store), article, OPENING_PERIOD, *held, 0, ZERO, 0, ZERO, *held, slow_cost)
    for period in PERIODS:
        for month in store_months(period):
            opening = largest_remainder(month.opening_stock, even)
            closing = largest_remainder(month.closing_stock, even)
            standing = slow(month.closing_stock)
            for position, article in enumerate(numbers):
                sold = (month.receipts + len(numbers) - 1 - position) // len(numbers)
                cost = sold * COST_PER_RECEIPT
                before, after = opening[article], closing[article]
                bought = sold + quantity(after) - quantity(before)
                yield (
                    pos_store(month.store), article, period, quantity(before), before,
                    bought, cost + after - before, sold, cost, quantity(after), after, standing[article],
                )  # fmt: skip


def write(delivery: Delivery) -> None:
    """Write the POS export."""
    _write_receipts(delivery)
    delivery.csv(
        "retail_pos/members.csv",
        ("member_no", "name_hash", "store_code", "joined_on", "first_purchase_on"),
        _member_rows(),
    )
    delivery.csv(
        "retail_pos/articles.csv",
        ("article_no", "article_name", "group_code", "unit", "tax_code", "unit_cost"),
        [(number, name, group, "台", "T13", COST_PER_RECEIPT) for number, name, group in ARTICLES],
    )
    delivery.csv(
        "retail_pos/stock.csv",
        (
            "store_code", "article_no", "month", "opening_qty", "opening_cost", "received_qty", "received_cost",
            "issued_qty", "issued_cost", "closing_qty", "closing_cost", "slow_cost",
        ),
        _stock_rows(),
        control_column="closing_cost",
        periods=(OPENING_PERIOD, PERIODS[-1]),
    )  # fmt: skip
