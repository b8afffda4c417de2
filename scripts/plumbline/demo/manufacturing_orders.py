"""Sales orders and deliveries of the manufacturer, as its ERP exports them.

Every credit invoice bills one order (same number, AU- for INV-), and what is handed over in a month is what is billed
in it. Sales over the counter have neither order nor delivery. Days are days of the month that was promised first:

M21  Ten lines, of a tenth of the month's quantity each. 1 to 7: promised the 4th, 6th, ... 16th and delivered then.
     8: promised the 18th, six tenths then and the rest on the 20th. 9: promised the 16th, put off to the 22nd and
     delivered then. 10: promised the last day, delivered the 3rd of the next month (line 1 makes up for a change of
     quantity). Even months: a line promised the 24th, cancelled by the customer on the 12th. February, May, August,
     November: a line promised the 19th that we cancel on the 26th. 202508: a line promised the 25th, still open.
     202503, line 7: delivered two days early, taken back a day later, delivered again five days after the promise.
M22  Eight lines. 1 to 7: promised the 5th, 7th, ... 17th and delivered then; in 202508 and 202509 lines 6 and 7 come
     five days late. 8: promised the 20th, delivered the 22nd. June: a line promised the 10th; the customer gives up on
     the 20th. First-time customers: one line each, promised and delivered the 12th.
M23  Five lines, promised the 5th, 10th, ... 25th and handed over then, twenty days after they left: nothing is late.

So on time / due of a month: M21 7/10, with a line that we cancel 7/11, 202503 6/10, 202508 7/12; M22 7/8, June 7/9,
202507 17/18, 202508 and 202509 15/18; M23 5/5. Filled of due by the end of a quarter: M21 29/31, 2025 Q3 29/32; M22
all, Q2 24/25; M23 all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plumbline.demo.drivers import (
    MATERIAL,
    OPENING_PERIOD,
    PERIODS,
    Invoice,
    Money,
    day,
    invoices,
    line_month,
    month_end,
    month_of,
    shift,
)
from plumbline.demo.files import Delivery, Row
from plumbline.demo.manufacturing import SALES_OFFICE, german, order_of, sales_person

EXTRACTED_TO = month_end(PERIODS[-1])
ORDERED_MONTHS_AHEAD = {"M21": 1, "M22": 1, "M23": 2}
ORDER_DAY = 20
DAYS_ON_THE_WAY = {"M21": 2, "M22": 1, "M23": 20}
NEVER_DELIVERED_PIECES = 50
CUSTOMER, SELLER = "01", "02"
ORDER_COLUMNS = (
    "VBELN", "POSNR", "AUDAT", "KUNNR", "MATNR", "VKBUR", "PERNR", "KWMENG", "NETWR", "WAERK", "EDATU_ERST",
    "EDATU_AKT", "GBSTA", "ABGRU", "ABGDATUM",
)  # fmt: skip
DELIVERY_COLUMNS = ("VBELN", "POSNR", "LFART", "VGBEL", "VGPOS", "WADAT_IST", "ABNAHME", "LFIMG", "NETWR")


@dataclass(frozen=True)
class OrderLine:
    """One order line: `handed_over` are the days and quantities the customer took, negative where taken back."""

    invoice: Invoice
    number: int
    quantity: int
    promised: date
    handed_over: tuple[tuple[date, int], ...] = ()
    put_off_to: date | None = None
    cancelled_by: str = ""
    cancelled_on: date | None = None

    @property
    def order_id(self) -> str:
        return order_of(self.invoice)

    @property
    def ordered_on(self) -> date:
        return day(shift(self.invoice.period, -ORDERED_MONTHS_AHEAD[self.invoice.department]), ORDER_DAY)

    @property
    def known_handovers(self) -> tuple[tuple[date, int], ...]:
        return tuple(one for one in self.handed_over if one[0] <= EXTRACTED_TO)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_on is not None and self.cancelled_on <= EXTRACTED_TO

    @property
    def is_delivered(self) -> bool:
        return sum(quantity for _, quantity in self.known_handovers) == self.quantity

    def amount(self, quantity: int) -> Money:
        """At the price of the invoice: whole cents for every line and part of one."""
        return self.invoice.net * quantity / self.invoice.quantity


def _line(invoice: Invoice, number: int, quantity: int, promised: int, late: int = 0) -> OrderLine:
    due = day(invoice.period, promised)
    return OrderLine(invoice, number, quantity, due, ((due + timedelta(days=late), quantity),))


def _undelivered(invoice: Invoice, number: int, promised: int, by: str = "", on: int | None = None) -> OrderLine:
    cancelled = None if on is None else day(invoice.period, on)
    due = day(invoice.period, promised)
    return OrderLine(invoice, number, NEVER_DELIVERED_PIECES, due, cancelled_by=by, cancelled_on=cancelled)


def _m21_lines(invoice: Invoice) -> Iterator[OrderLine]:
    period, share = invoice.period, int(invoice.quantity) // 10
    left_over = line_month("A", shift(period, -1)).quantity // 10
    first = int(invoice.quantity) - 8 * share - left_over
    for number in range(1, 8):
        line = _line(invoice, number, first if number == 1 else share, 2 + 2 * number)
        if (period, number) == (202503, 7):
            moves = ((-2, share), (-1, -share), (5, share))
            handed_over = tuple((line.promised + timedelta(days=days), quantity) for days, quantity in moves)
            line = OrderLine(invoice, number, share, line.promised, handed_over)
        yield line
    part = share * 6 // 10
    promised = day(period, 18)
    yield OrderLine(invoice, 8, share, promised, ((promised, part), (promised + timedelta(days=2), share - part)))
    put_off = day(period, 22)
    yield OrderLine(invoice, 9, share, day(period, 16), ((put_off, share),), put_off_to=put_off)
    yield _m21_last_line(invoice, share)
    if month_of(period) % 2 == 0:
        yield _undelivered(invoice, 11, 24, CUSTOMER, 12)
    if month_of(period) % 3 == 2:
        yield _undelivered(invoice, 12, 19, SELLER, 26)
    if period == 202508:
        yield _undelivered(invoice, 13, 25)


def _m21_last_line(invoice: Invoice, share: int) -> OrderLine:
    handed_over = ((day(shift(invoice.period, 1), 3), share),)
    return OrderLine(invoice, 10, share, month_end(invoice.period), handed_over)


def _m22_lines(invoice: Invoice) -> Iterator[OrderLine]:
    share = int(invoice.quantity) // 8
    poor_quality = invoice.period in (202508, 202509)
    for number in range(1, 8):
        yield _line(invoice, number, share, 3 + 2 * number, late=5 if poor_quality and number >= 6 else 0)
    yield _line(invoice, 8, share, 20, late=2)
    if month_of(invoice.period) == 6:
        yield _undelivered(invoice, 9, 10, CUSTOMER, 20)


def _order_lines(invoice: Invoice) -> Iterator[OrderLine]:
    if not invoice.invoice_id.endswith("-01"):
        yield _line(invoice, 1, int(invoice.quantity), 12)
    elif invoice.department == "M21":
        yield from _m21_lines(invoice)
    elif invoice.department == "M22":
        yield from _m22_lines(invoice)
    else:
        share = int(invoice.quantity) // 5
        yield from (_line(invoice, number, share, 5 * number) for number in range(1, 6))


def order_lines() -> Iterator[OrderLine]:
    """Every line ordered by the end of the history, and those still to be delivered at its start."""
    for invoice in invoices(OPENING_PERIOD):
        if invoice.department == "M21" and invoice.is_credit_sale:
            yield _m21_last_line(invoice, int(invoice.quantity) // 10)
    for period in (*PERIODS, shift(PERIODS[-1], 1), shift(PERIODS[-1], 2)):
        for invoice in invoices(period):
            if invoice.is_credit_sale:
                yield from (line for line in _order_lines(invoice) if line.ordered_on <= EXTRACTED_TO)


def _order_row(line: OrderLine) -> Row:
    invoice = line.invoice
    return (
        line.order_id,
        10 * line.number,
        german(line.ordered_on),
        invoice.customer_id,
        MATERIAL[invoice.line],
        SALES_OFFICE[invoice.department],
        sales_person(invoice),
        line.quantity,
        _plain(line.amount(line.quantity)),
        invoice.currency,
        german(line.promised),
        german(line.put_off_to),
        "C" if line.is_delivered else "A",
        line.cancelled_by if line.is_cancelled else "",
        german(line.cancelled_on) if line.is_cancelled else "",
    )


def _delivery_rows(line: OrderLine) -> Iterator[Row]:
    """One document for every handover; goods taken back are a document of type LR with a positive quantity."""
    on_the_way = timedelta(days=DAYS_ON_THE_WAY[line.invoice.department])
    for number, (taken_on, quantity) in enumerate(line.known_handovers, start=1):
        is_delivery = quantity > 0
        pieces = abs(quantity)
        yield (
            f"{line.order_id.replace('AU-', 'LF-')}-{line.number:02d}-{number}",
            10,
            "LF" if is_delivery else "LR",
            line.order_id,
            10 * line.number,
            german(taken_on - on_the_way if is_delivery else taken_on),
            german(taken_on),
            pieces,
            _plain(line.amount(pieces)),
        )


def _plain(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def write(delivery: Delivery) -> None:
    """Write the ERP's order book and delivery list."""
    lines = list(order_lines())
    documents = (row for line in lines for row in _delivery_rows(line))
    periods = (OPENING_PERIOD, PERIODS[-1])
    delivery.csv(
        "mfg_erp/orders.csv", ORDER_COLUMNS, map(_order_row, lines), encoding="utf-8-sig", delimiter=";",
        control_column="NETWR", periods=periods,
    )  # fmt: skip
    delivery.csv(
        "mfg_erp/deliveries.csv", DELIVERY_COLUMNS, documents, encoding="utf-8-sig", delimiter=";",
        control_column="NETWR", periods=(PERIODS[0], PERIODS[-1]),
    )  # fmt: skip
