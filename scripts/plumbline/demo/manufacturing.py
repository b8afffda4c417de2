"""Sales, receivables and stock as the manufacturer's ERP exports them: semicolons, DD.MM.YYYY, the ERP's field names.

The ERP has its own codes for plants and sales offices. Billing documents carry positive amounts, the billing type says
whether they credit (G2); incoming payments are negative, because they credit the customer's account. Costs are in CNY
whatever the document's currency, with the document's rate beside them.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyarrow as pa  # type: ignore[import-untyped]

from plumbline.demo.drivers import (
    CASH_CUSTOMER,
    FINISHED_GOODS_STOCK,
    FIRST_TIME_CUSTOMERS,
    LINE_DEPARTMENT,
    LINES,
    MAIN_CUSTOMERS,
    MATERIAL,
    OPENING_PERIOD,
    PERIODS,
    RAW_MATERIAL_STOCK,
    ZERO,
    Invoice,
    Money,
    cents,
    collections,
    invoices,
    line_month,
    line_months,
    month_end,
    shift,
    usd_rate,
)
from plumbline.demo.files import Delivery, Row
from plumbline.demo.people import sales_people
from plumbline.demo.production import BILL_OF_MATERIALS, component_costs, month_quantity

PLANT = "1010"
SALES_OFFICE = {"M21": "V110", "M22": "V120", "M23": "V130"}
RAW_MATERIALS = tuple(one for bill in BILL_OF_MATERIALS.values() for one in bill)
# Product C came to the market in the middle of 2023: it is new, for 24 months, until the end of June 2025.
LAUNCHED = {"A": "01.01.2020", "B": "01.01.2020", "C": "01.07.2023"}
SALES_PERIODS = (shift(PERIODS[0], -2), shift(PERIODS[0], -1), *PERIODS)
CUSTOMER_SINCE = date(2019, 4, 1)
QUANTUM = Decimal("0.0001")


def german(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def unit_costs(period: int) -> dict[str, Money]:
    """Cost of the month's goods per piece sold, per line; not rounded."""
    return {row.line: row.cost / row.quantity for row in line_months(period)}


def _costs(period: int) -> dict[str, Money]:
    """Cost in CNY per document: whole cents that add up to the line's cost of the month."""
    result: dict[str, Money] = {}
    per_piece = unit_costs(period)
    for line in LINES:
        documents = [row for row in invoices(period) if row.line == line]
        exact = {row.invoice_id: cents(row.quantity * per_piece[line]) for row in documents}
        exact[documents[0].invoice_id] += line_month(line, period).cost - sum(exact.values())
        result |= exact
    return result


def _billing_rows(period: int) -> Iterator[Row]:
    costs = _costs(period)
    for row in invoices(period):
        sign = -1 if row.is_credit_note else 1
        yield (
            row.invoice_id,
            10,
            "G2" if row.is_credit_note else "F2",
            german(row.invoice_date),
            german(row.due_date),
            row.original_invoice_id,
            row.customer_id,
            MATERIAL[row.line],
            SALES_OFFICE[row.department],
            sales_person(row),
            sign * row.quantity,
            sign * row.list_amount,
            sign * row.discount,
            sign * row.net,
            sign * row.tax,
            sign * costs[row.invoice_id],
            row.currency,
            row.fx,
            "" if row.is_credit_sale else "X",
            "101" if row.is_credit_note else "",
            order_of(row) if row.is_credit_sale and period in PERIODS else "",
        )


def order_of(row: Invoice) -> str:
    """The sales order that a credit invoice bills; counter sales and what came before the history have none."""
    return row.invoice_id.replace("INV-", "AU-")


def sales_person(row: Invoice) -> str:
    """First-time customers are won by the second sales person of the department."""
    people = sales_people(row.department)
    return people[1] if row.customer_id in FIRST_TIME_CUSTOMERS.get(row.period, ()) else people[0]


BILLING_COLUMNS = (
    "VBELN", "POSNR", "FKART", "FKDAT", "ZFBDT", "VGBEL", "KUNAG", "MATNR", "VKBUR", "PERNR", "FKIMG",
    "BRTWR", "RABATT", "NETWR", "MWSBP", "WAVWR", "WAERK", "KURRF", "BARVERKAUF", "AUGRU", "AUBEL",
)  # fmt: skip


def _payment_rows() -> Iterator[Row]:
    for period in PERIODS:
        for row in collections(period):
            received = german(row.receipt_date)
            document = row.invoice
            yield (
                row.receipt_id, "DZ", received, received, document.customer_id, document.invoice_id,
                -row.amount, document.currency, SALES_OFFICE[document.department],
            )  # fmt: skip


def _customer_rows() -> Iterator[Row]:
    """Long-standing customers with their first purchase; first-time customers of 2025 without."""
    since = german(CUSTOMER_SINCE)
    regions = {"A": "华东", "B": "华南", "C": "海外"}

    def row(customer: str, line: str, term_days: int, known_since: str) -> Row:
        office = SALES_OFFICE[LINE_DEPARTMENT[line]]
        return (customer, f"机械客户{customer[3:]}", regions[line], office, term_days, known_since)

    for line, customer in MAIN_CUSTOMERS.items():
        yield row(customer, line, 60, since)
    yield row(CASH_CUSTOMER, "A", 0, since)
    for customers in FIRST_TIME_CUSTOMERS.values():
        for customer in customers:
            yield row(customer, "B", 60, "")


def _material_rows() -> Iterator[Row]:
    latest = unit_costs(PERIODS[-1])
    for number, line in enumerate(LINES, start=1):
        tax = line_month(line, PERIODS[-1]).vat_rate
        cost = latest[line].quantize(QUANTUM)
        yield (MATERIAL[line], f"机械产品{line}", "FERT", f"{number:02d}", "ST", LAUNCHED[line], cost, tax)
    for one in RAW_MATERIALS:
        yield (one.material, one.name, "ROH", "90", one.unit, "", one.price, Decimal("0.13"))


def _stock_rows() -> Iterator[Row]:
    """Finished goods: made = sold. Raw materials: bought = used, a quarter of their stock each. No stock changes."""
    value = FINISHED_GOODS_STOCK / len(LINES)
    pieces = {line: (value / cost).quantize(QUANTUM) for line, cost in unit_costs(PERIODS[0]).items()}
    raw_value = cents(RAW_MATERIAL_STOCK / len(RAW_MATERIALS))
    for period in (OPENING_PERIOD, *PERIODS):
        opening = period == OPENING_PERIOD
        for row in line_months(period):
            held = (pieces[row.line], value)
            moved = (0, ZERO) if opening else (row.quantity, row.cost)
            yield (PLANT, MATERIAL[row.line], period, *held, *moved, *moved, *held)
        for one in RAW_MATERIALS:
            raw = (raw_value / one.price, raw_value)
            used = (ZERO, ZERO) if opening else _used(one.material, period)
            yield (PLANT, one.material, period, *raw, *used, *used, *raw)


def _used(material: str, period: int) -> tuple[Decimal, Money]:
    """Quantity and cost of a raw material used in a month; each is used by one line."""
    for line, bill in BILL_OF_MATERIALS.items():
        for one in bill:
            if one.material == material:
                row = line_month(line, period)
                quantity, costs = month_quantity(row, one), component_costs(row)
                return quantity, costs[material]
    raise KeyError(material)


def _write_rates(delivery: Delivery) -> None:
    """Month-end table of USD rates: type M is the month's average, type S the closing rate."""
    delivery.parquet(
        "mfg_erp/exchange_rates.parquet",
        {
            "KURST": pa.string(),
            "FCURR": pa.string(),
            "TCURR": pa.string(),
            "GDATU": pa.date32(),
            "UKURS": pa.decimal128(9, 5),
        },
        [
            (kind, "USD", "CNY", month_end(period), usd_rate(period).quantize(Decimal("0.00001")))
            for period in SALES_PERIODS
            for kind in ("M", "S")
        ],
        periods=(SALES_PERIODS[0], PERIODS[-1]),
    )


def write(delivery: Delivery) -> None:
    """Write the ERP's sales, payment, stock and rate exports."""

    def export(name: str, columns: tuple[str, ...], rows: Iterator[Row], control: str | None, first: int) -> None:
        delivery.csv(
            f"mfg_erp/{name}.csv", columns, rows, encoding="utf-8-sig", delimiter=";",
            control_column=control, periods=(first, PERIODS[-1]),
        )  # fmt: skip

    billing = (row for period in SALES_PERIODS for row in _billing_rows(period))
    export("billing", BILLING_COLUMNS, billing, "NETWR", SALES_PERIODS[0])
    payments = ("BELNR", "BLART", "AUGDT", "VALUT", "KUNNR", "REBZG", "WRBTR", "WAERS", "VKBUR")
    export("payments", payments, _payment_rows(), "WRBTR", PERIODS[0])
    customers = ("KUNNR", "NAME1", "REGIO", "VKBUR", "ZTERM_TAGE", "KUNDE_SEIT")
    export("customers", customers, _customer_rows(), None, PERIODS[0])
    materials = ("MATNR", "MAKTX", "MTART", "SPART", "MEINS", "MARKTEINFUEHRUNG", "STPRS", "MWSKZ_SATZ")
    export("materials", materials, _material_rows(), None, PERIODS[0])
    stock = (
        "WERKS", "MATNR", "SPMON", "ANFMENGE", "ANFWERT", "ZUGMENGE", "ZUGWERT", "ABGMENGE", "ABGWERT",
        "ENDMENGE", "ENDWERT",
    )  # fmt: skip
    export("stock", stock, _stock_rows(), "ENDWERT", OPENING_PERIOD)
    _write_rates(delivery)
