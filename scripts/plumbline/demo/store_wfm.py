"""Export of the stores' scheduling system: one row per person and shift, month by month, Chinese headers, GB18030.

Worked hours of a store and month are visitors × hours per visitor of the driver table, to the last hundredth. The hours
at 2024's rate (S03 and S07: 2.00 per visitor) are split 20% am, 40% pm, 40% eve; what S03 and S07 work beyond it is
all am, so S03's am share in 2025 is (0.40 + 1.00) / 3.00 = 46.67%, S07's (0.40 + 0.85) / 2.85 = 43.86%.

Shifts: the hours of a daypart make full shifts of 8 hours and one with the rest; shift n of N falls on day
(n - 1) × days div N + 1 of the month. Who works goes round the heads on the store's list that day; nobody has two
shifts on a day.

Scheduled hours are the worked hours but for two things: in every store and month 15 full pm shifts stood on the
schedule and nobody came (120 hours scheduled, none worked), and the first 20 full eve shifts were scheduled for 6
hours and took 8 (2 hours of overtime each). Hence scheduled = worked + 120 - 40 = worked + 80 in every store and month.
Schedule adherence in 202509: S01 3,000 / 3,080 = 97.4026%; S03 4,500 / 4,580 = 98.2533%;
R00 28,975 / 29,695 = 97.5753%.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.demo.drivers import CENT, HOURS_PER_VISITOR_2024, PERIODS, ZERO, StoreMonth, store_months
from plumbline.demo.files import Delivery, Row
from plumbline.demo.people import NOT_HEADS, roster
from plumbline.demo.store_counters import DAYPART_SHARE, days_of

FULL_SHIFT = Decimal("8.00")
SHORT_SHIFT = Decimal("6.00")
ABSENCES = 15
OVERRUNS = 20
SHIFT_NAME = {"am": "早班", "pm": "中班", "eve": "晚班"}
COLUMNS = ("工号", "门店", "日期", "班次", "排班工时", "实际工时", "其中加班", "备注")


@dataclass(frozen=True)
class Shift:
    daypart: str
    scheduled: Decimal
    worked: Decimal

    @property
    def overtime(self) -> Decimal:
        return max(self.worked - self.scheduled, ZERO)


def daypart_hours(month: StoreMonth) -> dict[str, Decimal]:
    """Worked hours of the month by daypart."""
    usual = month.visitors * HOURS_PER_VISITOR_2024[month.store]
    hours = {daypart: usual * share for daypart, share in DAYPART_SHARE.items()}
    hours["am"] += month.hours - usual
    return hours


def shifts(month: StoreMonth) -> dict[date, list[Shift]]:
    """The shifts of each day of the month."""
    days = days_of(month.period)
    plan: dict[date, list[Shift]] = {when: [] for when in days}

    def spread(rows: list[Shift]) -> None:
        for position, row in enumerate(rows):
            plan[days[position * len(days) // len(rows)]].append(row)

    for daypart, hours in daypart_hours(month).items():
        full, rest = divmod(hours, FULL_SHIFT)
        short = OVERRUNS if daypart == "eve" else 0
        lengths = [FULL_SHIFT] * int(full) + ([rest.quantize(CENT)] if rest else [])
        spread([Shift(daypart, SHORT_SHIFT if n < short else worked, worked) for n, worked in enumerate(lengths)])
    spread([Shift("pm", FULL_SHIFT, ZERO)] * ABSENCES)
    return plan


def staff_of(store: str, when: date) -> list[str]:
    """Heads on the store's list on a day, by number."""
    staff = roster()
    return sorted(
        row.employee_id
        for row in staff.assignments
        if row.unit == store
        and row.valid_from <= when < row.valid_to
        and staff.employees[row.employee_id].employment_type not in NOT_HEADS
    )


def _rows(month: StoreMonth) -> Iterator[Row]:
    turn = 0
    for when, plan in shifts(month).items():
        people = staff_of(month.store, when)
        if len(plan) > len(people):
            raise ValueError(f"{month.store} has {len(plan)} shifts on {when} and {len(people)} people")
        for shift in plan:
            note = "缺勤" if not shift.worked else None
            yield (
                people[turn % len(people)], f"华衡家电{month.store[1:]}", f"{when:%Y-%m-%d}", SHIFT_NAME[shift.daypart],
                shift.scheduled, shift.worked, shift.overtime, note,
            )  # fmt: skip
            turn += 1


def write(delivery: Delivery) -> None:
    """Write one file a month."""
    for period in PERIODS:
        rows = [row for month in store_months(period) for row in _rows(month)]
        delivery.csv(
            f"store_wfm/shifts_{period}.csv.gz", COLUMNS, rows, encoding="gb18030",
            control_column="实际工时", periods=(period, period),
        )  # fmt: skip
