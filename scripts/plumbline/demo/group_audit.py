"""Workbook of the group's internal audit: one compliance check of every store, department and plant a month.

Each check, on the 20th, goes through 40 points. All of them are in order, in every unit and month: an indicator that
always says 100 tells nobody anything (the finding about its life cycle). Units are named, not coded.
"""

from collections.abc import Iterator

from plumbline.demo.drivers import PERIODS, day
from plumbline.demo.files import Delivery, Row
from plumbline.demo.organisation import UNITS, Unit

POINTS = 40
CHECK_DAY = 20


def checked(unit: Unit) -> bool:
    """Stores, departments, plants and clinic departments, and the business unit that has no units below it."""
    return (unit.level == "部门" and unit.kind != "产线") or unit.unit == "C00"


def _check_rows() -> Iterator[Row]:
    for period in PERIODS:
        checked_on = day(period, CHECK_DAY)
        for unit in UNITS:
            if checked(unit) and unit.valid_from <= checked_on < unit.valid_to:
                yield (f"HG-{unit.unit}-{period}", checked_on, unit.name, POINTS, POINTS)


def write(delivery: Delivery) -> None:
    """Write the audit workbook."""
    delivery.xlsx(
        "group_audit/compliance_checks.xlsx", "合规检查",
        ("检查编号", "检查日期", "被检单位", "检查项数", "合格项数"), _check_rows(),
    )  # fmt: skip
