"""What the measured company looks like: a mixed group, its proportions, and how many rows each contract has.

Reference size (scale 1): 50 million voucher lines, 20 million invoice lines, 5 million payroll lines and more than 30
million rows of the other contracts; 2,500 units over 60 months. Scale changes the rows; units, months, accounts,
products, employees stay.

- Units: 1 company, 5 business units with books of their own and one for eliminations, 50 regions, 2,443 departments, 25
  of which moved to another region in July 2023. Two business units are retail, one makes goods, one runs clinics, one
  sells subscriptions: each has a fifth of the departments and documents.
- Ledger: 40 accounts; every department posts on all of them in every month. One voucher in a hundred is between
  entities; revenue and cost of the goods maker name the product.
- Sales: two lines to a document, 500 products in 10 lines, 40 of them sold by a department. At the till three documents
  in ten are of a known customer, elsewhere all. One document in 33 is credited by a note of its own, clinic bills too.
  One customer in 50 was merged into another, one in 2,500 over two hops. The goods maker sells on credit, a fifth in
  US dollars, and every line of it was ordered and shipped, one in twenty in two parts.
- A visit for every clinic bill, a survey, complaint or audit for every eighth. A subscriber stays for 20 months and
  pays a tenth more after 12.
- 14,000 employees; one in ten was promoted, one in twenty moved on.
"""

from dataclasses import dataclass, fields
from typing import Self

BUSINESS_UNITS = 5
INDUSTRIES = ["retail", "retail", "manufacturing", "healthcare", "saas"]
# Which business units, by their number, do what.
RETAIL, MANUFACTURING, CLINICS, SUBSCRIPTIONS = (0, 1), 2, 3, 4
REGIONS = 50
DEPARTMENTS = 2_443
MONTHS = 60
DAYS = 1_826
FIRST_MONTH = "2021-01-01"
AS_OF_DATE = "2026-01-08"
PRODUCTS = 500
PRODUCTS_OF_A_DEPARTMENT = 40
EMPLOYEES = 14_000
SEGMENTS = 5
CHANNELS = 4
SUBSCRIBED_MONTHS = 20
MARKET = "market"


@dataclass(frozen=True)
class Size:
    """Rows by contract, at the reference size by default. What is not here has a fixed or a derived number of rows."""

    gl_voucher_line: int = 50_000_000
    sales_invoice_line: int = 20_000_000
    payroll_line: int = 5_000_000
    timesheet: int = 4_000_000
    store_traffic: int = 4_000_000
    inventory_balance: int = 2_000_000
    production_order: int = 1_000_000
    lead: int = 1_000_000
    plan_line: int = 900_000
    marketing_spend: int = 300_000
    training_record: int = 300_000
    indicator_target: int = 150_000
    project_month: int = 100_000

    @classmethod
    def of(cls, scale: float) -> Self:
        return cls(**{field.name: max(round(getattr(cls(), field.name) * scale), 1) for field in fields(cls)})

    @property
    def documents(self) -> int:
        """Invoices, receipts, bills: two lines each, credit notes beside them."""
        return self.sales_invoice_line // 2

    @property
    def documents_of_a_month(self) -> int:
        """Of one department, rounded up."""
        return -(-self.documents // (DEPARTMENTS * MONTHS))

    @property
    def members(self) -> int:
        """Known customers of the shops; as many patients of the clinics."""
        return max(self.documents // 25, 100)


def departments_of(*business_units: int) -> list[int]:
    """The numbers of the departments of business units, in ascending order."""
    return [number for number in range(DEPARTMENTS) if number % BUSINESS_UNITS in business_units]


def department_at(place: str, *business_units: int) -> str:
    """SQL of the department at a place (an SQL integer from 0) among those of neighbouring business units."""
    count = len(business_units)
    return f"(({place}) // {count} * {BUSINESS_UNITS} + ({place}) % {count} + {business_units[0]})"


def spread_day(turn: str) -> str:
    """SQL of a day: seven days further with every turn, so that few rows reach over the whole history too."""
    return f"date '{FIRST_MONTH}' + cast(({turn}) * 7 % {DAYS} as integer)"


def spread_month(turn: str) -> str:
    """SQL of a month's number, seven months further with every turn."""
    return f"(({turn}) * 7 % {MONTHS})"
