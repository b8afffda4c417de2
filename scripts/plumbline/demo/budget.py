"""The group's budgets: version 2024B0 (expenses and bonus) and 2025B0 (revenue, expenses, bonus), month by month.

Expenses of a store: its hours per visitor of 2024 at the year's traffic × 30, plus rent, utilities and depreciation; so
every store that kept its 2024 scheduling executes at exactly 100%. The other units: the fixed lines of their cost. M30
is planned at 400,000 a quarter in 2025, the planned value of project P-101 (1.2 million to September).

Revenue 2025: stores at their traffic × 20% × 2,500 (9.0 million each, S09 4.0), M21 12.0, M22 13.264, M23 9.936,
clinic at the visits it expects, membership 2.4, and reserves held by the parents: R00 2.5, M00 0.8 million.

Worked answers, budget execution January to September 2025: S01 S02 S04 S05 S06 S08 S09, M21 M22 M23, C00: 100%; S03
1,548,000 / 1,152,000 = 134.3750%; S07 1,488,600 / 1,152,000 = 129.2188%; R00 with its service charge (2,000 short in
202508) 11,316,600 / 10,586,000 = 106.9016%; M30 1,500,000 / 1,200,000 = 125%.
"""

from collections.abc import Iterator
from decimal import Decimal

from plumbline.demo import drivers as d
from plumbline.demo.drivers import Money, cents, largest_remainder
from plumbline.demo.files import Row

COLUMNS = ("情景", "版本", "期间", "组织编码", "项目", "金额")
BONUS_BUDGET = {2024: Decimal(90000), 2025: Decimal(100000)}
REVENUE_RESERVE = {"R00": Decimal(2500000), "M00": Decimal(800000)}
M22_REVENUE_A_QUARTER = Decimal(3316000)
P101_A_QUARTER = Decimal(400000)


def months(year: int) -> tuple[int, ...]:
    return tuple(year * 100 + month for month in range(1, 13))


def season_shares(total: Money, year: int) -> dict[int, Money]:
    """A year's amount spread over its months by the retail season, in whole cents."""
    weights = {str(period): d.SEASON[d.month_of(period) - 1] for period in months(year)}
    return {int(period): amount for period, amount in largest_remainder(total, weights).items()}


def even_thirds(total: Money, period: int) -> Money:
    """The month's part of a quarter in whole yuan; the last month takes the rest."""
    part = (total / 3).quantize(Decimal(1), rounding="ROUND_DOWN")
    return total - 2 * part if d.month_of(period) % 3 == 0 else part


def store_expense(row: d.StoreMonth) -> Money:
    hours = row.visitors * d.HOURS_PER_VISITOR_2024[row.store]
    return cents(hours * d.LABOUR_RATE) + row.rent + row.utilities + row.depreciation


def expenses(period: int) -> Iterator[tuple[str, str, Money]]:
    """(unit, statement line, amount) of the month."""
    for row in d.store_months(period):
        yield row.store, "SELL_EXP", store_expense(row)
    yield "R00", "ADM_EXP", d.INTERCOMPANY_CHARGE
    for unit, payroll in d.SALES_PAYROLL.items():
        yield unit, "SELL_EXP", payroll
    research = d.RD_PAYROLL + d.rd_external(period) if d.year_of(period) < 2025 else even_thirds(P101_A_QUARTER, period)
    yield "M30", "RD_EXP", research
    for unit in ("M00", "H00"):
        yield unit, "ADM_EXP", d.ADMIN_CASH + d.ADMIN_DEPRECIATION
    yield "C00", "SELL_EXP", sum((amount for _, amount in d.MEMBERSHIP.marketing_by_channel), d.ZERO)
    yield "C00", "ADM_EXP", d.MEMBERSHIP.payroll
    office = d.HEAD_OFFICE
    for unit in office.departments:
        own = office.rent + office.depreciation if unit == "Z10" else d.ZERO
        yield unit, "ADM_EXP", office.payroll + own
    yield "Z30", "SELL_EXP", office.brand_marketing
    yield "Z10", "FIN_EXP", office.interest


def planned_revenue(unit: str, period: int) -> Money:
    """Budgeted revenue of a unit's own books in 2025; the intercompany charge is budgeted nowhere."""
    if unit in REVENUE_RESERVE:
        by_season = season_shares(REVENUE_RESERVE[unit], d.year_of(period)) if unit == "R00" else None
        return by_season[period] if by_season else even_thirds(REVENUE_RESERVE[unit] / 4, period)
    if unit in d.STORES:
        store = d.store_month(unit, period)
        return cents(store.receipts * d.LIST_TICKET) if store else d.ZERO
    if unit in d.CLINIC_DEPARTMENTS:
        return d.clinic_month(unit, period).revenue
    if unit == "C00":
        return d.MEMBERSHIP.revenue
    if unit == "M22":
        return even_thirds(M22_REVENUE_A_QUARTER, period)
    return Decimal(1000000) if unit == "M21" else d.line_month("C", period).revenue


REVENUE_UNITS = ("R00", *d.STORES, "M00", "M21", "M22", "M23", *d.CLINIC_DEPARTMENTS, "C00")


def plan_rows() -> Iterator[Row]:
    """Every line of both versions; amounts in the natural sign of the line."""
    for year in (2024, 2025):
        version = f"{year}B0"
        for period in months(year):
            if year == 2025:
                for unit in REVENUE_UNITS:
                    amount = planned_revenue(unit, period)
                    if amount:
                        yield ("预算", version, period, unit, "REV_MAIN", amount)
            for unit, line, amount in expenses(period):
                yield ("预算", version, period, unit, line, amount)
            yield ("预算", version, period, "R00", "BONUS", BONUS_BUDGET[year])
