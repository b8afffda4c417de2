"""Training of the group: courses by a dated rule, for the heads on the list of that day.

| course | who                                       | when                                      | hours | cost |
| ------ | ----------------------------------------- | ----------------------------------------- | ----- | ---- |
| AQ-01  | everybody in a store                      | 20 January (S09 in 2025: 20 May)          | 4     | 50   |
| FW-02  | seats 1 to 10 of a store                  | 20 July                                   | 8     | 200  |
| AQ-11  | everybody on the lines LA, LB, LC         | the 10th of each month                    | 2     | none |
| JX-21  | the doctors (H10 5, H20 4, H30 4)         | 15 June                                   | 12    | 900  |
| HG-31  | everybody in Z10, Z20, Z30, Z40           | 5 March                                   | 3     | none |

Worked answers, January to September 2025: hours, and hours per head = 9 × hours / SM (SM: see people.py)

| unit                                 | hours                       | per head               |
| ------------------------------------ | --------------------------- | ---------------------- |
| S01 S02 S04 S05 S06 S08, each        | 20 × 4 + 10 × 8 = 160       | 1440 / 180 = 8         |
| S03                                  | 30 × 4 + 80 = 200           | 1800 / 263 = 6.8441    |
| S07                                  | 28 × 4 + 80 = 192           | 1728 / 247 = 6.9960    |
| S09                                  | 14 × 4 + 80 = 136           | 1224 / 63 = 19.4286    |
| R00                                  | 1,488                       | 13392 / 1653 = 8.1016  |
| M10 (LA 300, LB 238, LC 216)         | 754                         | 6786 / 387 = 17.5349   |
| H00 (H10 60, H20 48, H30 48)         | 156                         | 1404 / 250 = 5.6160    |
| Z00                                  | 16 × 3 = 48                 | 432 / 143 = 3.0210     |
| G00                                  | 2,446                       | 22014 / 2593 = 8.4898  |
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.demo.drivers import EXTRACTED_AT
from plumbline.demo.files import Row
from plumbline.demo.people import DOCTORS, NOT_HEADS, STORE_UNITS, Assignment, roster

LINE_UNITS = ("LA", "LB", "LC")
HEAD_OFFICE_UNITS = ("Z10", "Z20", "Z30", "Z40")
COLUMNS = ("工号", "课程编码", "课程名称", "培训日期", "学时", "人均费用", "考核结果")


@dataclass(frozen=True)
class Course:
    code: str
    name: str
    hours: int
    cost: int | None
    result: str | None
    days: tuple[date, ...]
    attends: Callable[[Assignment, date], bool]


def _safety_in_stores(row: Assignment, when: date) -> bool:
    return row.unit in STORE_UNITS and (when.month == 1 or row.unit == "S09")


YEARS = (2024, 2025)
COURSES = (
    Course(
        "AQ-01", "门店安全", 4, 50, "合格",
        (date(2024, 1, 20), date(2025, 1, 20), date(2025, 5, 20)), _safety_in_stores,
    ),
    Course(
        "FW-02", "服务与销售", 8, 200, "合格", tuple(date(year, 7, 20) for year in YEARS),
        lambda row, when: row.unit in STORE_UNITS and row.seat <= 10,
    ),
    Course(
        "AQ-11", "班组安全", 2, None, None, tuple(date(year, month, 10) for year in YEARS for month in range(1, 13)),
        lambda row, when: row.unit in LINE_UNITS,
    ),
    Course(
        "JX-21", "继续医学教育", 12, 900, "合格", tuple(date(year, 6, 15) for year in YEARS),
        lambda row, when: row.seat <= DOCTORS.get(row.unit, 0),
    ),
    Course(
        "HG-31", "合规", 3, None, "合格", tuple(date(year, 3, 5) for year in YEARS),
        lambda row, when: row.unit in HEAD_OFFICE_UNITS,
    ),
)  # fmt: skip


def training_rows() -> Iterator[Row]:
    """One row per person and course day, up to the day of the export."""
    staff = roster()
    for course in COURSES:
        for when in course.days:
            if when > EXTRACTED_AT.date():
                continue
            for row in staff.assignments:
                is_head = staff.employees[row.employee_id].employment_type not in NOT_HEADS
                if is_head and row.valid_from <= when < row.valid_to and course.attends(row, when):
                    yield (row.employee_id, course.code, course.name, when, course.hours, course.cost, course.result)
