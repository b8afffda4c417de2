"""What customers say: surveys of stores and sales departments, complaints of all who serve customers.

Surveys give 0 to 5 points. Ten scores are repeated over and over, so that the mean of every month is the same.

| units     | surveys a month                              | ten scores       | satisfaction |
| --------- | -------------------------------------------- | ---------------- | ------------ |
| S01-S09   | 40; S07 in 202402 and S09 in 202505 only 20  | 7 × 5, 3 × 4     | 94           |
| M21       | 30, all about after-sales service            | 5 × 5, 5 × 4     | 90           |
| M22       | 30, likewise                                 | 4 × 5, 6 × 4     | 88           |
| M23       | 20, likewise: never enough in a month        | 6 × 5, 4 × 4     | 92           |

In the stores every fourth survey is about after-sales service. G00 in 202509: (360 × 94 + 30 × 90 + 30 × 88 + 20 × 92)
/ 440 = 93.2273. Complaints of a month: S01-S08 one for every full hundred of receipts, S09 one; M21, M22, M23 one each;
H10 2, H20 1, H30 6 and from 202504 3. Every second complaint of a unit and month, from the first on, is upheld; those
of the last month are still being looked into. All of them count. Per 1,000 service units in 202509: S01 10, S09 5, M21
100 (10 lines delivered), M22 55.5556 (18), M23 200 (5), H10 1, H20 1.6667, H30 1.6667 (4 until 202503).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from plumbline.demo.clinic_service import PROCESS_FIXED
from plumbline.demo.drivers import LAST_PERIOD, LINE_DEPARTMENT, MAIN_CUSTOMERS, PERIODS, STORES, day, store_month

SALES_DEPARTMENTS = tuple(LINE_DEPARTMENT.values())
SCORES = {"M21": (5, 4) * 5, "M22": (5, 4, 4, 5, 4) * 2, "M23": (5, 4, 5, 4, 5) * 2}
STORE_SCORES = (5, 4, 5, 5, 4, 5, 5, 4, 5, 5)
TOP_SCORE = 5
SURVEYS = {"M21": 30, "M22": 30, "M23": 20}
STORE_SURVEYS = 40
FEW_SURVEYS = {("S07", 202402): 20, ("S09", 202505): 20}
DAYS_ASKED = 28


@dataclass(frozen=True)
class Survey:
    survey_id: str
    answered: date
    unit: str
    subject: str
    customer: str | None
    score: int


@dataclass(frozen=True)
class Complaint:
    complaint_id: str
    received: datetime
    unit: str
    is_justified: bool | None


def main_customer(unit: str) -> str:
    return next(MAIN_CUSTOMERS[line] for line, department in LINE_DEPARTMENT.items() if department == unit)


def surveys(period: int) -> Iterator[Survey]:
    for unit in (*STORES, *SALES_DEPARTMENTS):
        is_store = unit in STORES
        if is_store and store_month(unit, period) is None:
            continue
        scores = STORE_SCORES if is_store else SCORES[unit]
        for number in range(FEW_SURVEYS.get((unit, period), SURVEYS.get(unit, STORE_SURVEYS))):
            subject = "customer" if is_store and number % 4 else "aftersales"
            yield Survey(
                f"WJ-{unit}-{period}-{number + 1:02d}", day(period, 1 + number % DAYS_ASKED), unit, subject,
                None if is_store else main_customer(unit), scores[number % len(scores)],
            )  # fmt: skip


def complaint_count(unit: str, period: int) -> int:
    if unit in STORES:
        month = store_month(unit, period)
        if month is None:
            return 0
        return 1 if unit == "S09" else month.receipts // 100
    return {"H10": 2, "H20": 1, "H30": 3 if period >= PROCESS_FIXED else 6}.get(unit, 1)


def complaints(period: int) -> Iterator[Complaint]:
    for unit in (*STORES, *SALES_DEPARTMENTS, "H10", "H20", "H30"):
        for number in range(complaint_count(unit, period)):
            received = datetime.combine(day(period, 4 + 4 * number), time(10, 30))
            justified = None if period == LAST_PERIOD else number % 2 == 0
            yield Complaint(f"TS-{unit}-{period}-{number + 1:02d}", received, unit, justified)


def all_surveys() -> Iterator[Survey]:
    for period in PERIODS:
        yield from surveys(period)


def all_complaints() -> Iterator[Complaint]:
    for period in PERIODS:
        yield from complaints(period)
