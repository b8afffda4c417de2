"""Manufacturing drivers of the demo group: lines A, B, C, their billing documents and receipts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from plumbline.demo.periods import PERIODS, ZERO, Money, cents, day, shift, year_of

LINES = ("A", "B", "C")
LINE_UNIT = {"A": "LA", "B": "LB", "C": "LC"}
LINE_DEPARTMENT = {"A": "M21", "B": "M22", "C": "M23"}
# The material each line makes.
MATERIAL = {"A": "FG-A", "B": "FG-B", "C": "FG-C"}
SALES_PAYROLL = {"M21": Decimal(60000), "M22": Decimal(60000), "M23": Decimal(60000)}
RD_PAYROLL = Decimal(60000)
PLANT_DEPRECIATION = Decimal(100000)
NORMAL_PASS_RATE = Decimal("0.98")
NORMAL_AVAILABILITY = Decimal("0.90")
PERFORMANCE = Decimal("0.95")
MANUFACTURING_VAT = Decimal("0.13")
FINISHED_GOODS_STOCK = Decimal(2400000)
RAW_MATERIAL_STOCK = Decimal(600000)
MAIN_CUSTOMERS = {"A": "KH-M21-01", "B": "KH-M22-01", "C": "KH-M23-01"}
CASH_CUSTOMER = "KH-M21-02"
FIRST_TIME_CUSTOMERS = {
    period: tuple(f"KH-M22-{100 + 10 * index + number}" for number in range(1, 11))
    for index, period in enumerate((202507, 202508, 202509))
}


def usd_rate(period: int) -> Decimal:
    """CNY for one USD, average and closing alike."""
    return Decimal("7.20") if year_of(period) >= 2025 else Decimal("7.10")


def rd_project(period: int) -> str:
    return "P-101" if year_of(period) >= 2025 else "P-100"


def rd_external(period: int) -> Money:
    """External development cost of the month, beside the R&D payroll."""
    if year_of(period) < 2025:
        return Decimal(60000)
    return Decimal(112000) if period == 202509 else Decimal(106000)


@dataclass(frozen=True)
class LineMonth:
    """One production line in one month; good pieces = sold. Prices and unit costs (of a good piece) without VAT."""

    line: str
    period: int
    quantity: int
    list_price: Decimal
    price: Decimal
    currency: str
    fx: Decimal
    vat_rate: Decimal
    material_unit: Decimal
    labour_unit: Decimal
    overhead_unit: Decimal
    pass_rate: Decimal
    availability: Decimal

    @property
    def unit(self) -> str:
        return LINE_UNIT[self.line]

    @property
    def department(self) -> str:
        return LINE_DEPARTMENT[self.line]

    @property
    def output(self) -> Decimal:
        """Pieces made, good or not: the good ones at the pass rate, to four decimals."""
        return (self.quantity / self.pass_rate).quantize(Decimal("0.0001"))

    @property
    def extra_cost(self) -> Decimal:
        """Cost of a good piece as a multiple of its cost at the normal pass rate."""
        return NORMAL_PASS_RATE / self.pass_rate

    @property
    def revenue(self) -> Money:
        """In CNY."""
        return cents(self.quantity * self.price * self.fx)

    @property
    def material(self) -> Money:
        return cents(self.quantity * self.material_unit)

    @property
    def labour(self) -> Money:
        return cents(self.quantity * self.labour_unit)

    @property
    def overhead(self) -> Money:
        return cents(self.quantity * self.overhead_unit)

    @property
    def cost(self) -> Money:
        return self.material + self.labour + self.overhead


@cache
def line_month(line: str, period: int) -> LineMonth:
    new = year_of(period) >= 2025
    if line == "A":
        quantity, prices, currency, fx = (1120 if new else 1000), (1000, 1000), "CNY", Decimal(1)
        units = (Decimal(580) if period >= 202507 else Decimal(500), Decimal(100), Decimal(100))
    elif line == "B":
        quantity, prices, currency, fx = 800, (1250, 1225 if new else 1250), "CNY", Decimal(1)
        units = (Decimal(640), Decimal(120), Decimal(115))
    else:
        quantity, prices, currency, fx = 500, (230, 230), "USD", usd_rate(period)
        units = (Decimal(800), Decimal(160), Decimal(160))
    poor = line == "B" and period in (202508, 202509)
    pass_rate = Decimal("0.93") if poor else NORMAL_PASS_RATE
    factor = NORMAL_PASS_RATE / pass_rate
    return LineMonth(
        line=line,
        period=period,
        quantity=quantity,
        list_price=Decimal(prices[0]),
        price=Decimal(prices[1]),
        currency=currency,
        fx=fx,
        vat_rate=ZERO if line == "C" else MANUFACTURING_VAT,
        material_unit=units[0] * factor,
        labour_unit=units[1] * factor,
        overhead_unit=units[2] * factor,
        pass_rate=pass_rate,
        availability=Decimal("0.80") if poor else NORMAL_AVAILABILITY,
    )


def line_months(period: int) -> tuple[LineMonth, ...]:
    return tuple(line_month(line, period) for line in LINES)


@dataclass(frozen=True)
class Invoice:
    """One billing document with one line. Amounts in the document's currency; `fx` makes CNY of them.

    A credit note has negative quantity and amounts and names its original. A cash document is paid (or paid back) on
    its own date and never an open item.
    """

    invoice_id: str
    is_credit_note: bool
    is_credit_sale: bool
    period: int
    line: str
    department: str
    customer_id: str
    invoice_date: date
    due_date: date | None
    quantity: Decimal
    list_amount: Money
    discount: Money
    currency: str
    fx: Decimal
    vat_rate: Decimal
    original_invoice_id: str | None = None

    @property
    def net(self) -> Money:
        return self.list_amount - self.discount

    @property
    def tax(self) -> Money:
        return cents(self.net * self.vat_rate)

    @property
    def gross(self) -> Money:
        return self.net + self.tax

    @property
    def net_cny(self) -> Money:
        return cents(self.net * self.fx)

    @property
    def tax_cny(self) -> Money:
        return cents(self.tax * self.fx)

    @property
    def gross_cny(self) -> Money:
        return self.net_cny + self.tax_cny


def _invoice(row: LineMonth, number: int, customer: str, quantity: int, discount: Decimal, **rest: object) -> Invoice:
    cash = bool(rest.get("cash"))
    original = rest.get("original")
    return Invoice(
        invoice_id=f"INV-{row.department}-{row.period}-{number:02d}",
        is_credit_note=original is not None,
        is_credit_sale=not cash,
        period=row.period,
        line=row.line,
        department=row.department,
        customer_id=customer,
        invoice_date=day(row.period, 25 if original else 15),
        due_date=None if cash else day(shift(row.period, 2), 15),
        quantity=Decimal(quantity),
        list_amount=cents(quantity * row.list_price),
        discount=cents(discount),
        currency=row.currency,
        fx=row.fx,
        vat_rate=row.vat_rate,
        original_invoice_id=None if original is None else str(original),
    )


@cache
def invoices(period: int) -> tuple[Invoice, ...]:
    """Documents dated in the period (any month from 202311 on).

    M21: the main customer, and from 202401 a cash sale of ten pieces taken back in full ten days later.
    M22: the main customer; in Q3 2025 ten first-time customers a month at list price (two of 16, eight of 12 pieces,
    160,000 net together), so that discounts of the month stay 2% of list. M23: the main customer, in USD, no VAT.
    """
    rows = {line: line_month(line, period) for line in LINES}
    first_timers = FIRST_TIME_CUSTOMERS.get(period, ())
    sizes = [16, 16, *[12] * 8][: len(first_timers)]
    documents = []
    for line, row in rows.items():
        quantity = row.quantity - (sum(sizes) if line == "B" else 0)
        discount = row.quantity * (row.list_price - row.price)
        documents.append(_invoice(row, 1, MAIN_CUSTOMERS[line], quantity, discount))
    for number, (customer, size) in enumerate(zip(first_timers, sizes, strict=True), start=2):
        documents.append(_invoice(rows["B"], number, customer, size, ZERO))
    if period >= PERIODS[0]:
        sale = _invoice(rows["A"], 2, CASH_CUSTOMER, 10, ZERO, cash=True)
        back = _invoice(rows["A"], 3, CASH_CUSTOMER, -10, ZERO, cash=True, original=sale.invoice_id)
        documents += [sale, back]
    return tuple(documents)


def paid_share(line: str, due_period: int) -> Decimal:
    """Part of an invoice that is paid on its due date; the rest stays open."""
    if due_period < 202501:
        return Decimal(1)
    return {"A": Decimal("0.62"), "B": Decimal("0.97"), "C": Decimal(1)}[line]


@dataclass(frozen=True)
class Collection:
    """One receipt against one invoice, on its due date."""

    receipt_id: str
    invoice: Invoice
    period: int
    receipt_date: date
    amount: Money

    @property
    def cash_cny(self) -> Money:
        """What the bank credited, at the rate of the receipt."""
        rate = usd_rate(self.period) if self.invoice.currency == "USD" else Decimal(1)
        return cents(self.amount * rate)

    @property
    def carried_cny(self) -> Money:
        """What the ledger carried for it, at the rate of the invoice."""
        return cents(self.amount * self.invoice.fx)

    @property
    def fx_gain(self) -> Money:
        return self.cash_cny - self.carried_cny


def collections(period: int) -> tuple[Collection, ...]:
    """Receipts of the period: the credit invoices due in it, at `paid_share`."""
    return tuple(
        Collection(
            receipt_id=document.invoice_id.replace("INV-", "REC-"),
            invoice=document,
            period=period,
            receipt_date=day(period, 15),
            amount=cents(document.gross * paid_share(document.line, period)),
        )
        for document in invoices(shift(period, -2))
        if document.is_credit_sale
    )
