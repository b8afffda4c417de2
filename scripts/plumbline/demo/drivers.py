"""Driver tables of the demo group: the one place from which ledgers, documents, payroll and stock are derived.

Every amount is a Decimal in CNY unless a name says otherwise; nothing is random. Periods are integers YYYYMM; months
before 202401 (only needed for what is still open at the start) follow the drivers of 2024.

Calendar and money are defined in periods.py, manufacturing in manufacturing_drivers.py; import everything from here.

Index
-----
Calendar        PERIODS, OPENING_PERIOD, year_of, month_of, shift, day, month_end, close_instant
Money           cents (banker's rounding), largest_remainder
Retail (HR)     STORES, store_month(store, period), store_months(period) -> StoreMonth
                visitors, receipts, ticket, revenue, cost, hours, labour, bonus and base pay, stock, rent, depreciation
Manufacturing   LINES, line_month(line, period) -> LineMonth (quantity, price, currency, fx, VAT, unit costs)
(HM)            invoices(period) -> Invoice: billing documents of M21, M22, M23 dated in the period
                collections(period) -> Collection: receipts of the period against earlier invoices
                MAIN_CUSTOMERS, FIRST_TIME_CUSTOMERS, CASH_CUSTOMER, SALES_PAYROLL, RD_PAYROLL, rd_external(period)
Clinic (HH)     clinic_month(department, period) -> ClinicMonth: visits, bill, revenue, supplies, payroll
Membership (HC) MEMBERSHIP: members, joins and losses a month, price, channels, costs
Head office     HEAD_OFFICE: payroll per department, rent, brand marketing, depreciation, interest (HG)
Intercompany    INTERCOMPANY_CHARGE (HM's books), intercompany_booked_by_retail(period) (HR's books)
Document ids    payroll_run(entity, period), pos_document(store, period), purchase_document(store, period)
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from plumbline.demo.manufacturing_drivers import (
    CASH_CUSTOMER,
    FINISHED_GOODS_STOCK,
    FIRST_TIME_CUSTOMERS,
    LINE_DEPARTMENT,
    LINE_UNIT,
    LINES,
    MAIN_CUSTOMERS,
    MANUFACTURING_VAT,
    MATERIAL,
    PLANT_DEPRECIATION,
    RAW_MATERIAL_STOCK,
    RD_PAYROLL,
    SALES_PAYROLL,
    Collection,
    Invoice,
    LineMonth,
    collections,
    invoices,
    line_month,
    line_months,
    paid_share,
    rd_external,
    rd_project,
    usd_rate,
)
from plumbline.demo.periods import (
    CENT,
    EXTRACTED_AT,
    FAR_FUTURE,
    LAST_PERIOD,
    OPENING_PERIOD,
    PERIODS,
    ZERO,
    Money,
    cents,
    close_instant,
    day,
    largest_remainder,
    month_end,
    month_of,
    shift,
    year_of,
)

__all__ = [
    "ADMIN_CASH",
    "ADMIN_DEPRECIATION",
    "BONUS_PAID_EACH_FEBRUARY",
    "CASH_CUSTOMER",
    "CENT",
    "CLINIC_BILL",
    "CLINIC_DEPARTMENTS",
    "CLINIC_PAYROLL",
    "CLINIC_STOCK",
    "CLINIC_SUPPLIES_SHARE",
    "CONVERSION",
    "COST_PER_RECEIPT",
    "EXTRACTED_AT",
    "FAR_FUTURE",
    "FINISHED_GOODS_STOCK",
    "FIRST_TIME_CUSTOMERS",
    "HEAD_OFFICE",
    "HOURS_PER_VISITOR",
    "HOURS_PER_VISITOR_2024",
    "INTERCOMPANY_CHARGE",
    "LABOUR_RATE",
    "LAST_PERIOD",
    "LINES",
    "LINE_DEPARTMENT",
    "LINE_UNIT",
    "LIST_TICKET",
    "MAIN_CUSTOMERS",
    "MANUFACTURING_VAT",
    "MARKDOWN_TICKET",
    "MATERIAL",
    "MEMBERSHIP",
    "OPENING_PERIOD",
    "PERIODS",
    "PLANT_DEPRECIATION",
    "RAW_MATERIAL_STOCK",
    "RD_PAYROLL",
    "RETAIL_VAT",
    "S09_CAPEX",
    "S09_CAPEX_PERIOD",
    "S09_OPENING_PERIOD",
    "SALES_PAYROLL",
    "SEASON",
    "STOCK_PER_STORE",
    "STOCK_S05",
    "STOCK_S09",
    "STORES",
    "ZERO",
    "ClinicMonth",
    "Collection",
    "HeadOffice",
    "Invoice",
    "LineMonth",
    "Membership",
    "Money",
    "StoreMonth",
    "bonus_accrual",
    "cents",
    "clinic_month",
    "clinic_months",
    "close_instant",
    "collections",
    "day",
    "intercompany_booked_by_retail",
    "invoices",
    "largest_remainder",
    "line_month",
    "line_months",
    "month_end",
    "month_of",
    "paid_share",
    "payroll_run",
    "pos_document",
    "purchase_document",
    "rd_external",
    "rd_project",
    "shift",
    "store_bonus",
    "store_month",
    "store_months",
    "usd_rate",
    "year_of",
]

# --- retail ----------------------------------------------------------------------------------------------------------
STORES = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")
SEASON = tuple(Decimal(percent) / 100 for percent in (120, 110, 90, 90, 95, 95, 90, 90, 100, 105, 105, 110))
CONVERSION = Decimal("0.2")
LIST_TICKET = Decimal(2500)
MARKDOWN_TICKET = Decimal(2350)
COST_PER_RECEIPT = Decimal(1750)
LABOUR_RATE = Decimal(30)
RETAIL_VAT = Decimal("0.13")
STOCK_PER_STORE = Decimal("776712.33")
STOCK_S05 = Decimal("1553424.66")
STOCK_S09 = Decimal("517808.22")
S09_OPENING_PERIOD = 202505
S09_CAPEX = Decimal(960000)
S09_CAPEX_PERIOD = 202504
BONUS_PAID_EACH_FEBRUARY = Decimal(1080000)
_HUNDREDTHS = (200, 196, 200, 204, 202, 198, 200, 200, 220)
HOURS_PER_VISITOR_2024 = {store: Decimal(value) / 100 for store, value in zip(STORES, _HUNDREDTHS, strict=True)}
HOURS_PER_VISITOR = HOURS_PER_VISITOR_2024 | {"S03": Decimal("3.00"), "S07": Decimal("2.85")}


def bonus_accrual(period: int) -> Money:
    """Bonus accrued for all stores together in a month."""
    return Decimal(130000) if year_of(period) >= 2025 else Decimal(90000)


@dataclass(frozen=True)
class StoreMonth:
    """One store in one month; money in CNY without VAT, hours in worked hours."""

    store: str
    period: int
    visitors: int
    receipts: int
    ticket: Money
    hours: Decimal
    bonus: Money
    opening_stock: Money
    closing_stock: Money
    rent: Money
    utilities: Money
    depreciation: Money

    @property
    def revenue(self) -> Money:
        return cents(self.receipts * self.ticket)

    @property
    def tax(self) -> Money:
        return cents(self.revenue * RETAIL_VAT)

    @property
    def cost(self) -> Money:
        return cents(self.receipts * COST_PER_RECEIPT)

    @property
    def labour(self) -> Money:
        """All employer cost of the month, bonus included."""
        return cents(self.hours * LABOUR_RATE)

    @property
    def base_pay(self) -> Money:
        return self.labour - self.bonus

    @property
    def purchases(self) -> Money:
        return self.cost + self.closing_stock - self.opening_stock


def _visitors(store: str, period: int) -> int:
    if store == "S09":
        return 1000 if period >= S09_OPENING_PERIOD else 0
    return int((1500 if year_of(period) >= 2025 else 1400) * SEASON[month_of(period) - 1])


def _hours(store: str, period: int) -> Decimal:
    table = HOURS_PER_VISITOR if year_of(period) >= 2025 else HOURS_PER_VISITOR_2024
    return _visitors(store, period) * table[store]


@cache
def store_bonus(period: int) -> dict[str, Money]:
    """The month's bonus accrual, spread over the trading stores by hours."""
    hours = {store: _hours(store, period) for store in STORES}
    return largest_remainder(bonus_accrual(period), {store: value for store, value in hours.items() if value})


@cache
def store_month(store: str, period: int) -> StoreMonth | None:
    """None before the store's opening."""
    visitors = _visitors(store, period)
    if not visitors:
        return None
    new = store == "S09"
    stock = {"S05": STOCK_S05, "S09": STOCK_S09}.get(store, STOCK_PER_STORE)
    return StoreMonth(
        store=store,
        period=period,
        visitors=visitors,
        receipts=int(visitors * CONVERSION),
        ticket=MARKDOWN_TICKET if store == "S05" and period >= 202504 else LIST_TICKET,
        hours=_hours(store, period),
        bonus=store_bonus(period)[store],
        opening_stock=ZERO if new and period == S09_OPENING_PERIOD else stock,
        closing_stock=stock,
        rent=Decimal(16000 if new else 25000),
        utilities=Decimal(4000 if new else 5000),
        depreciation=Decimal(8000 if new else 10000),
    )


def store_months(period: int) -> tuple[StoreMonth, ...]:
    """The stores trading in the period, by store code."""
    return tuple(row for row in (store_month(store, period) for store in STORES) if row)


# --- clinic ----------------------------------------------------------------------------------------------------------
CLINIC_DEPARTMENTS = ("H10", "H20", "H30")
CLINIC_BILL = {"H10": Decimal(200), "H20": Decimal(800), "H30": Decimal(180)}
CLINIC_PAYROLL = {"H10": Decimal(130000), "H20": Decimal(160000), "H30": Decimal(110000)}
CLINIC_STOCK = Decimal(200000)
CLINIC_SUPPLIES_SHARE = Decimal("0.30")


@dataclass(frozen=True)
class ClinicMonth:
    """One clinic department in one month; no VAT, paid at the desk."""

    department: str
    period: int
    visits: int
    bill: Money
    payroll: Money

    @property
    def revenue(self) -> Money:
        return self.visits * self.bill

    @property
    def supplies(self) -> Money:
        """Drugs and consumables, bought and used in the month."""
        return cents(self.revenue * CLINIC_SUPPLIES_SHARE)


def clinic_month(department: str, period: int) -> ClinicMonth:
    visits = {"H10": 2000, "H20": 600, "H30": 1800 if period >= 202504 else 1500}[department]
    return ClinicMonth(department, period, visits, CLINIC_BILL[department], CLINIC_PAYROLL[department])


def clinic_months(period: int) -> tuple[ClinicMonth, ...]:
    return tuple(clinic_month(department, period) for department in CLINIC_DEPARTMENTS)


# --- membership and head office --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Membership:
    """The same in every month. Amounts without VAT."""

    members: int = 10000
    monthly_price: Money = Decimal(20)
    churned: int = 200
    joined_by_channel: tuple[tuple[str, int], ...] = (("X", 150), ("Y", 50))
    marketing_by_channel: tuple[tuple[str, Money], ...] = (("X", Decimal(45000)), ("Y", Decimal(50000)))
    vat_rate: Decimal = Decimal("0.06")
    service_cost: Money = Decimal(40000)
    payroll: Money = Decimal(30000)

    @property
    def revenue(self) -> Money:
        return self.members * self.monthly_price


@dataclass(frozen=True)
class HeadOffice:
    """The same in every month."""

    payroll: Money = Decimal(50000)  # each of the departments
    departments: tuple[str, ...] = ("Z10", "Z20", "Z30", "Z40")
    rent: Money = Decimal(40000)
    brand_marketing: Money = Decimal(30000)
    depreciation: Money = Decimal(10000)
    interest: Money = Decimal(120000)


MEMBERSHIP = Membership()
HEAD_OFFICE = HeadOffice()
ADMIN_CASH = Decimal(80000)  # office cost of M00 and of H00, each
ADMIN_DEPRECIATION = Decimal(20000)  # likewise
INTERCOMPANY_CHARGE = Decimal(100000)


def intercompany_booked_by_retail(period: int) -> Money:
    """What the retailer booked for the manufacturer's service of 100,000: 2,000 short in one month."""
    return Decimal(98000) if period == 202508 else INTERCOMPANY_CHARGE


# --- document ids shared by ledgers and subledgers -------------------------------------------------------------------
def payroll_run(entity: str, period: int) -> str:
    return f"PAY-{entity}-{period}"


def pos_document(store: str, period: int) -> str:
    """The month's settlement of a store's receipts."""
    return f"POS-{store}-{period}"


def purchase_document(store: str, period: int) -> str:
    return f"PO-{store}-{period}"
