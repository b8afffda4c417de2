"""The group's staff: who works where, from when to when. Everything follows from seats and dated events.

A unit has seats 1, 2, 3, ...; a seat is held by one person at a time. Seat 1 is the unit's manager. Heads are people
with a primary assignment on the last day of the month, regular or part-time, who have not left by that day; dispatched
workers and interns are on the list but are no heads. Average headcount = Σ over months of (opening + closing) / 2,
divided by the months.

Rules
-----
Stores S01-S08, every year: seat 11 leaves on 15 March (voluntary) and seat 12 on 15 September (contract end), each
filled again the next day; one assistant is promoted on 1 July. Stores have 20 heads; from 2025-01-01 S03 has 30 and
S07 has 28. S09 opens on 2025-05-01 with 14, two of them from S05 and S06, where the seats are filled on the same day.

Worked answers, January to September 2025 (SM = sum of the nine monthly averages of heads)

| unit                | SM    | average  | leavers | turnover, annualised | promotions |
| ------------------- | ----- | -------- | ------- | -------------------- | ---------- |
| S01 S02 S04 S05 S06 S08, each | 180 | 20 | 2      | 24/180 = 13.3333%    | 1          |
| S03                 | 263   | 29.2222  | 4       | 48/263 = 18.2510%    | 1          |
| S07                 | 247   | 27.4444  | 3       | 36/247 = 14.5749%    | 1          |
| S09                 | 63    | 7.0000   | 1       | 12/63 = 19.0476%     | 0          |
| R00                 | 1653  | 183.6667 | 20      | 240/1653 = 14.5191%  | 8          |
| LA / LB / LC        | 148.5 / 119.5 / 108 |   | 1 / 1 / 0 |             | 1 / 0 / 0  |
| M10 (own heads 11)  | 387   | 43.0000  | 2       | 24/387 = 6.2016%     | 1          |
| M20                 | 108   | 12.0000  | 0       | 0                    | 1          |
| M30                 | 25    | 2.7778   | 0       | 0                    | 0          |
| M00                 | 520   | 57.7778  | 2       | 24/520 = 4.6154%     | 2          |
| H00 (H30: 70)       | 250   | 27.7778  | 1       | 12/250 = 4.8000%     | 1          |
| C00                 | 27    | 3.0000   | 0       | 0                    | 1          |
| Z00 (Z20: 35)       | 143   | 15.8889  | 1       | 12/143 = 8.3916%     | 0          |
| G00                 | 2593  | 288.1111 | 24      | 288/2593 = 11.1068%  | 12         |

S03 by month end, 202412 to 202509: 20 30 30 30 30 30 29 29 30 30; S07: 20 28 28 28 27 28 28 28 28 28.
Year 2024: leavers 16 in the stores, 1 in M21, 1 in H10; promotions 8 in the stores, 1 in LB.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from plumbline.demo.periods import FAR_FUTURE

STORE_UNITS = tuple(f"S0{number}" for number in range(1, 10))
GRADES = ("P1", "P2", "P3", "M1")
NOT_HEADS = ("dispatch", "intern")


@dataclass(frozen=True)
class Employee:
    employee_id: str
    hire_date: date
    leave_date: date | None = None
    leave_type: str | None = None
    employment_type: str = "regular"


@dataclass(frozen=True)
class Assignment:
    """`valid_to` is exclusive. All assignments of the group are primary."""

    employee_id: str
    valid_from: date
    valid_to: date
    unit: str
    seat: int
    post: str
    grade: str
    fte: str
    event: str


@dataclass
class Roster:
    """Employees and assignments in the order in which they arose."""

    employees: dict[str, Employee] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    _holders: dict[tuple[str, int], str] = field(default_factory=dict)

    def holder(self, unit: str, seat: int) -> str:
        return self._holders[unit, seat]

    def hire(self, day: date, unit: str, seat: int, employment: str = "regular", grade: str | None = None) -> None:
        employee_id = f"E{len(self.employees) + 1:04d}"
        self.employees[employee_id] = Employee(employee_id, day, employment_type=employment)
        first_grade = grade or (GRADES[3] if seat == 1 else GRADES[0])
        fte = "0.5" if employment == "part_time" else "1"
        post = post_of(unit, seat)
        self.assignments.append(Assignment(employee_id, day, FAR_FUTURE, unit, seat, post, first_grade, fte, "hire"))
        self._holders[unit, seat] = employee_id

    def leave(self, last_day: date, unit: str, seat: int, leave_type: str) -> None:
        employee_id = self._holders.pop((unit, seat))
        self.employees[employee_id] = replace(self.employees[employee_id], leave_date=last_day, leave_type=leave_type)
        self._end(employee_id, last_day + timedelta(days=1))

    def promote(self, day: date, unit: str, seat: int) -> None:
        old = self._end(self.holder(unit, seat), day)
        grade = GRADES[GRADES.index(old.grade) + 1]
        self.assignments.append(replace(old, valid_from=day, valid_to=FAR_FUTURE, grade=grade, event="promotion"))

    def transfer(self, day: date, moves: dict[tuple[str, int], tuple[str, int]]) -> None:
        """Move people between seats on one day; a dict, so that two people can change places."""
        moved = {target: self._holders.pop(origin) for origin, target in moves.items()}
        for (unit, seat), employee_id in moved.items():
            old = self._end(employee_id, day)
            self.assignments.append(
                replace(
                    old, valid_from=day, valid_to=FAR_FUTURE, unit=unit, seat=seat,
                    post=post_of(unit, seat), event="transfer",
                )
            )  # fmt: skip
            self._holders[unit, seat] = employee_id

    def _end(self, employee_id: str, day: date) -> Assignment:
        index = max(i for i, row in enumerate(self.assignments) if row.employee_id == employee_id)
        old = self.assignments[index]
        self.assignments[index] = replace(old, valid_to=day)
        return old


# Heads at 2023-12-31. Doctors hold the first seats of the clinic departments.
OPENING_HEADS = (
    dict.fromkeys(STORE_UNITS[:8], 20)
    | {"LA": 16, "LB": 14, "LC": 12, "M21": 4, "M22": 4, "M23": 4, "M30": 4}
    | {"H10": 10, "H20": 10, "H30": 8, "C00": 3, "Z10": 4, "Z20": 4, "Z30": 4, "Z40": 4}
)
DOCTORS = {"H10": 5, "H20": 4, "H30": 4}
PART_TIMERS = (("H20", 9), ("H20", 10))
DISPATCHED_SEATS = (101, 102, 103)


def post_of(unit: str, seat: int) -> str:
    """Post code: MGR, DOC (doctor), or a function by kind of unit."""
    if seat == 1 and unit != "M10":
        return "MGR"
    if seat <= DOCTORS.get(unit, 0):
        return "DOC"
    kinds = {"S": "CLERK", "L": "OPERATOR", "M": "SALES", "H": "NURSE", "C": "ANALYST", "Z": "OFFICER"}
    return "ENGINEER" if unit in ("M10", "M30") else kinds[unit[0]]


def _opening(roster: Roster) -> None:
    for unit, heads in OPENING_HEADS.items():
        for seat in range(1, heads + 1):
            hired = date(2019 + seat % 5, 1 + seat % 12, 1)
            kind = "part_time" if (unit, seat) in PART_TIMERS else "regular"
            grade = "P3" if unit == "M30" else {1: "M1", 2: "P2", 3: "P2"}.get(seat, "P1")
            roster.hire(hired, unit, seat, kind, grade)
    for seat in DISPATCHED_SEATS:
        roster.hire(date(2023, 6, 1), "LA", seat, "dispatch", "P1")


def _replace(
    roster: Roster, last_day: date, unit: str, seat: int, leave_type: str, *, hired: date | None = None
) -> None:
    """Someone leaves; the seat is filled the next day, or on `hired`."""
    roster.leave(last_day, unit, seat, leave_type)
    roster.hire(hired or last_day + timedelta(days=1), unit, seat)


def _stores(roster: Roster, year: int) -> None:
    for store in STORE_UNITS[:8]:
        _replace(roster, date(year, 3, 15), store, 11, "voluntary")
        roster.promote(date(year, 7, 1), store, 5 if year == 2024 else 6)
        _replace(roster, date(year, 9, 15), store, 12, "contract_end")


def _year_2024(roster: Roster) -> None:
    _stores(roster, 2024)
    _replace(roster, date(2024, 6, 15), "H10", 8, "voluntary")
    roster.promote(date(2024, 7, 1), "LB", 2)
    roster.transfer(date(2024, 10, 1), {("S01", 13): ("S02", 13), ("S02", 13): ("S01", 13)})
    _replace(roster, date(2024, 11, 30), "M21", 4, "voluntary")


def _new_store(roster: Roster) -> None:
    opening = date(2025, 5, 1)
    roster.transfer(opening, {("S05", 2): ("S09", 1), ("S06", 2): ("S09", 2)})
    roster.hire(opening, "S05", 2, grade="P2")
    roster.hire(opening, "S06", 2, grade="P2")
    for seat in range(3, 15):
        roster.hire(opening, "S09", seat)
    _replace(roster, date(2025, 8, 15), "S09", 14, "voluntary")


def _year_2025(roster: Roster) -> None:
    start = date(2025, 1, 1)
    for seat in range(21, 31):
        roster.hire(start, "S03", seat)
    for seat in range(21, 29):
        roster.hire(start, "S07", seat)
    _stores(roster, 2025)
    _replace(roster, date(2025, 5, 15), "S03", 22, "voluntary")
    _replace(roster, date(2025, 6, 15), "S03", 21, "voluntary", hired=date(2025, 8, 1))
    _replace(roster, date(2025, 4, 30), "S07", 21, "involuntary")
    roster.transfer(date(2025, 4, 1), {("S05", 13): ("S06", 13), ("S06", 13): ("S05", 13)})
    _new_store(roster)
    roster.promote(start, "LA", 2)
    roster.transfer(date(2025, 3, 1), {("LB", 13): ("LA", 17)})
    roster.leave(date(2025, 3, 31), "LA", DISPATCHED_SEATS[-1], "contract_end")
    # Two engineers leave the research department for the plant; project P-101 goes on paying them.
    roster.transfer(date(2025, 4, 1), {("M30", 3): ("M10", 1), ("M30", 4): ("M10", 2)})
    roster.promote(date(2025, 4, 1), "M22", 2)
    _replace(roster, date(2025, 5, 31), "LA", 16, "retirement", hired=date(2025, 7, 1))
    _replace(roster, date(2025, 8, 15), "LB", 14, "involuntary")
    _replace(roster, date(2025, 2, 28), "H30", 8, "voluntary", hired=date(2025, 4, 1))
    roster.promote(date(2025, 7, 1), "H10", 4)
    roster.promote(start, "C00", 2)
    roster.transfer(start, {("Z10", 3): ("Z40", 3), ("Z40", 3): ("Z10", 3)})
    roster.hire(date(2025, 3, 1), "Z30", 101, "intern")
    roster.leave(date(2025, 8, 31), "Z30", 101, "contract_end")
    _replace(roster, date(2025, 6, 30), "Z20", 4, "retirement")


@cache
def roster() -> Roster:
    """The staff of the whole history."""
    result = Roster()
    _opening(result)
    _year_2024(result)
    _year_2025(result)
    return result


# Who runs the units above the teams: the manager of a unit below, beside the own one.
_DEPUTISING = {
    "G00": "Z10", "Z00": "Z10", "ELIM": "Z10", "R00": "S01", "R10": "S01", "R20": "S05",
    "M00": "LA", "M10": "LA", "M20": "M21", "H00": "H20",
}  # fmt: skip


def manager_of(unit: str) -> str:
    """The responsible person of a unit; managers never change in this history."""
    return roster().holder(_DEPUTISING.get(unit, unit), 1)


def doctors(department: str) -> tuple[str, ...]:
    return tuple(roster().holder(department, seat) for seat in range(1, DOCTORS[department] + 1))


def sales_people(department: str) -> tuple[str, ...]:
    """The two sales people who never leave (seats 2 and 3)."""
    return tuple(roster().holder(department, seat) for seat in (2, 3))
