"""F10 and what else the demo's projects and orders are to show, worked by hand from the modules' first lines.

Projects: scripts/plumbline/demo/projects.py; orders: scripts/plumbline/demo/manufacturing_orders.py.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from plumbline.demo.drivers import PERIODS, Money, year_of
from plumbline.demo.ledger import group_books
from plumbline.demo.payroll import payslips
from plumbline.demo.people import roster

D = Decimal
SEPTEMBER, AUGUST, MARCH = ("M", "2025-09-30"), ("M", "2025-08-31"), ("M", "2025-03-31")
Answer = tuple[str, str, tuple[str, str], str]

F10_PROJECT: list[Answer] = [
    ("project_spi", "M30", SEPTEMBER, "1.00"),
    ("project_cpi", "M30", SEPTEMBER, "0.80"),
    ("project_cost_overrun", "M30", SEPTEMBER, "25.0%"),
    ("project_completion", "M30", SEPTEMBER, "60%"),
    ("project_spi", "M30", ("M", "2025-06-30"), "0.9000"),
    ("project_roi", "M30", SEPTEMBER, "-100%"),
]
PROJECTS: list[Answer] = [
    ("project_spi", "M30", ("M", "2024-11-30"), "0.9000"),
    ("project_cost_overrun", "M30", ("M", "2024-12-31"), "9.0909%"),  # 1,440,000 for 1,320,000
    ("project_roi", "M10", SEPTEMBER, "25%"),  # 250,000 for 200,000
    ("project_cpi", "M10", SEPTEMBER, "1.1000"),
    ("project_roi", "R00", SEPTEMBER, "-66.6667%"),  # 5 x 64,000 for 960,000
    ("project_spi", "R00", MARCH, "0.7500"),
    ("project_spi", "G00", SEPTEMBER, "1.0000"),
    ("project_cpi", "G00", SEPTEMBER, "0.9098"),  # 2,420,000 / 2,660,000
    ("project_cost_overrun", "M00", SEPTEMBER, "19.7183%"),  # 280,000 / 1,420,000
    ("npd_cycle", "M00", ("FY", "2024-12-31"), "353"),
    ("npd_cycle", "M00", ("YTD", "2025-09-30"), "289"),
    ("npd_cycle", "G00", ("TTM", "2025-09-30"), "321"),
]
ORDERS: list[Answer] = [
    ("on_time_delivery", "M21", ("M", "2024-01-31"), "70%"),
    ("on_time_delivery", "M21", ("M", "2024-02-29"), "63.6364%"),
    ("on_time_delivery", "M21", MARCH, "60%"),
    ("on_time_delivery", "M21", AUGUST, "58.3333%"),
    ("on_time_delivery", "M22", ("M", "2025-07-31"), "94.4444%"),
    ("on_time_delivery", "M22", AUGUST, "83.3333%"),
    ("on_time_delivery", "M22", ("M", "2025-06-30"), "77.7778%"),
    ("on_time_delivery", "M23", ("YTD", "2025-09-30"), "100%"),
    ("on_time_delivery", "M20", AUGUST, "77.1429%"),  # 7 + 15 + 5 of 12 + 18 + 5
    ("order_fulfilment", "M21", SEPTEMBER, "90%"),
    ("order_fulfilment", "M21", ("Q", "2025-06-30"), "93.5484%"),  # 29 of 31, not 27
    ("order_fulfilment", "M21", ("Q", "2025-09-30"), "90.6250%"),
    ("order_fulfilment", "M21", ("YTD", "2025-09-30"), "94.6809%"),  # 89 of 94
    ("order_fulfilment", "M22", ("Q", "2025-06-30"), "96%"),
    ("order_fulfilment", "M23", ("Q", "2025-09-30"), "100%"),
    ("order_fulfilment", "M00", ("Q", "2025-09-30"), "97.0297%"),  # 29 + 54 + 15 of 32 + 54 + 15
]
ANSWERS = [pytest.param(answer, id=f"{finding} {' '.join([*answer[:2], *answer[2]])}")
           for finding, answers in {"F10": F10_PROJECT, "projects": PROJECTS, "orders": ORDERS}.items()
           for answer in answers]  # fmt: skip


@pytest.fixture(scope="module")
def values(demo_duckdb: Any) -> dict[tuple[str, ...], Decimal | None]:
    """Values of the project and order indicators by indicator, unit, window and period end."""
    found = demo_duckdb.rows(
        "select indicator_code, org_unit_id, window_code, cast(period_end as varchar) as period_end, value "
        "from marts.indicator_values where hierarchy_basis = 'as_was' and (indicator_code like 'project_%' "
        "or indicator_code in ('npd_cycle', 'on_time_delivery', 'order_fulfilment', 'unit_contribution'))"
    )
    return {tuple(row.values())[:4]: row["value"] for row in found}


@pytest.mark.parametrize("answer", ANSWERS)
def test_known_answer(answer: Answer, values: dict[tuple[str, ...], Decimal | None]) -> None:
    indicator, unit, window, stated = answer
    value = values[indicator, unit, *window]
    assert value is not None
    expected = D(stated.removesuffix("%"))
    scaled = value * 100 if stated.endswith("%") else value
    assert scaled.quantize(expected, rounding=ROUND_HALF_UP) == expected, f"{value} instead of {stated}"


def test_the_benefit_of_store_s09_is_its_contribution(values: dict[tuple[str, ...], Decimal | None]) -> None:
    assert values["unit_contribution", "S09", *SEPTEMBER] == D(64000)


def _charged(project: str, periods: list[int]) -> Money:
    """What the ledgers charge to a project, closing entries apart."""
    return sum(
        (
            line.amount
            for book in group_books().values()
            for voucher in book.vouchers
            for line in voucher.lines
            if line.project == project and voucher.period in periods
        ),
        D(0),
    )


@pytest.mark.parametrize(
    ("project", "stated"), [("P-100", 1440000), ("P-101", 1500000), ("P-102", 200000), ("P-103", 960000)]
)
def test_projects_cost_what_the_ledger_charges_to_them(project: str, stated: int, demo_duckdb: Any) -> None:
    """Every month's cumulative cost of the project report is the ledger's; the last is the stated one."""
    rows = demo_duckdb.rows(
        "select project_id, month_end, ac_closing from components.components_projects "
        f"where project_id = '{project}' and ac_closing <> 0 order by month_end"
    )
    reported = {int(row["month_end"].strftime("%Y%m")): row["ac_closing"] for row in rows}
    assert reported == {period: _charged(project, [one for one in PERIODS if one <= period]) for period in reported}
    assert reported[max(reported)] == stated


def test_the_labour_of_the_two_reassigned_engineers_is_in_the_cost_of_p_101() -> None:
    """F10: 2 x 15,000 x 6 months since 1 April 2025, charged to the project although they work at M10."""
    moved = {
        row.employee_id for row in roster().assignments
        if row.unit == "M10" and row.event == "transfer" and str(row.valid_from) == "2025-04-01"
    }  # fmt: skip
    assert len(moved) == 2
    year = [period for period in PERIODS if year_of(period) == 2025]
    slips = [slip for period in year for slip in payslips(period) if slip.project == "P-101"]
    wages = sum((slip.base + slip.bonus for slip in slips), D(0))
    still_charged = [slip for slip in slips if slip.period >= 202504 and slip.employee_id in moved]
    assert wages == 9 * D(60000)
    assert sum((slip.base for slip in still_charged), D(0)) == D(180000)
    labour = sum(
        (
            line.amount
            for voucher in group_books()["HM"].vouchers
            for line in voucher.lines
            if line.project == "P-101" and line.account.name == "RD_WAGES" and voucher.period in year
        ),
        D(0),
    )
    assert labour == wages
