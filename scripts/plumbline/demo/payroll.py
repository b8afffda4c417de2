"""Monthly pay sheets: what every person cost in a month, and which unit bears it.

The cost of a unit and month is given by the drivers (stores: hours × 30; see drivers.py) and split over the people
paid there, in whole cents by largest remainder. Weight of a person: grade weight × fte × days employed in the month.
Paid in a unit: regular and part-time staff whose last assignment of the month is there. The two engineers who moved
from M30 to M10 are still paid by M30. A store's bonus is accrued month by month and paid in the next February.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.demo import drivers
from plumbline.demo.drivers import Money, cents, day, largest_remainder, month_end, payroll_run, year_of
from plumbline.demo.people import NOT_HEADS, Assignment, roster

GRADE_WEIGHT = {"P1": Decimal(1), "P2": Decimal("1.2"), "P3": Decimal("1.5"), "M1": Decimal(2)}
ENTITY_OF = {"S": "HR", "L": "HM", "M": "HM", "H": "HH", "C": "HC", "Z": "HG"}
PAYDAY = 28
BONUS_PAYDAY = 20


@dataclass(frozen=True)
class PayslipRow:
    """One person in one month: base pay and accrued bonus borne by `unit`."""

    run_id: str
    period: int
    employee_id: str
    unit: str
    base: Money
    bonus: Money
    paid_date: date
    bonus_paid_date: date | None
    project: str | None


def unit_costs(period: int) -> dict[str, tuple[Money, Money]]:
    """Employer cost per bearing unit: (base, bonus)."""
    costs = {row.store: (row.base_pay, row.bonus) for row in drivers.store_months(period)}
    costs |= {row.unit: (row.labour, drivers.ZERO) for row in drivers.line_months(period)}
    costs |= {unit: (amount, drivers.ZERO) for unit, amount in drivers.SALES_PAYROLL.items()}
    costs["M30"] = (drivers.RD_PAYROLL, drivers.ZERO)
    costs |= {row.department: (row.payroll, drivers.ZERO) for row in drivers.clinic_months(period)}
    costs["C00"] = (drivers.MEMBERSHIP.payroll, drivers.ZERO)
    costs |= dict.fromkeys(drivers.HEAD_OFFICE.departments, (drivers.HEAD_OFFICE.payroll, drivers.ZERO))
    return costs


def _paid(period: int) -> dict[str, dict[str, Decimal]]:
    """Bearing unit -> employee -> weight."""
    first, last = day(period, 1), month_end(period)
    staff = roster()
    latest: dict[str, Assignment] = {}
    for row in staff.assignments:
        if row.valid_from <= last and row.valid_to > first:
            known = latest.get(row.employee_id)
            if known is None or row.valid_from > known.valid_from:
                latest[row.employee_id] = row
    weights: dict[str, dict[str, Decimal]] = {}
    for employee_id, row in latest.items():
        person = staff.employees[employee_id]
        if person.employment_type in NOT_HEADS:
            continue
        until = min(last, person.leave_date or last)
        days = (until - max(first, person.hire_date)).days + 1
        unit = "M30" if row.unit == "M10" else row.unit
        weights.setdefault(unit, {})[employee_id] = GRADE_WEIGHT[row.grade] * Decimal(row.fte) * days
    return weights


def payslips(period: int) -> Iterator[PayslipRow]:
    """The pay sheet of a month, by unit and employee. Bonuses of a year are paid in the next February."""
    paid = _paid(period)
    bonus_day = day((year_of(period) + 1) * 100 + 2, BONUS_PAYDAY)
    for unit, (base, bonus) in unit_costs(period).items():
        bases = largest_remainder(cents(base), paid[unit])
        bonuses = largest_remainder(cents(bonus), paid[unit])
        for employee_id in sorted(paid[unit]):
            yield PayslipRow(
                run_id=payroll_run(ENTITY_OF[unit[0]], period),
                period=period,
                employee_id=employee_id,
                unit=unit,
                base=bases[employee_id],
                bonus=bonuses[employee_id],
                paid_date=day(period, PAYDAY),
                bonus_paid_date=bonus_day if bonus and bonus_day <= drivers.EXTRACTED_AT.date() else None,
                project=drivers.rd_project(period) if unit == "M30" else None,
            )
