"""Visit times and patient surveys of the clinic's hospital information system.

A visit is the other side of a charge of clinic.py: same number, day, department, doctor and patient. Its service starts
at the instant of the charge, so registration lies the waiting time before it and the end the consultation after it.
Visits come as Parquet, one file a year; surveys as pipe-delimited GB18030 text that names the visit only.

| department      | wait | consultation | service time | surveys a month | scores, over and over | mean |
| --------------- | ---- | ------------ | ------------ | --------------- | --------------------- | ---- |
| H10             | 25   | 12           | 37           | 40              | 5 × 88, 5 × 92        | 90.0 |
| H20             | 25   | 30           | 55           | 40              | 9 × 91, 81            | 90.0 |
| H30 to 202503   | 55   | 15           | 70           | 50              | 5 × 76, 5 × 80        | 78.0 |
| H30 from 202504 | 28   | 15           | 43           | 50              | 9 × 90, 87            | 89.7 |

Surveys are spread evenly over the visits of the month. Times are minutes, scores out of 100.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa  # type: ignore[import-untyped]

from plumbline.demo.clinic import DEPARTMENT_CODE, charge_number, visits
from plumbline.demo.drivers import CLINIC_DEPARTMENTS, PERIODS, clinic_month, year_of
from plumbline.demo.files import Delivery, Row

PROCESS_FIXED = 202504


@dataclass(frozen=True)
class Service:
    """How a department serves its patients in a month, and what they say of it."""

    wait: int
    consultation: int
    surveys: int
    scores: tuple[int, ...]


def service(department: str, period: int) -> Service:
    if department == "H10":
        return Service(25, 12, 40, (88, 92) * 5)
    if department == "H20":
        return Service(25, 30, 40, (91,) * 9 + (81,))
    if period < PROCESS_FIXED:
        return Service(55, 15, 50, (76, 80) * 5)
    return Service(28, 15, 50, (90,) * 9 + (87,))


def surveyed(department: str, period: int) -> dict[int, int]:
    """The visits of the month that were surveyed, by their number in it, with the score given."""
    plan = service(department, period)
    count = clinic_month(department, period).visits
    return {answer * count // plan.surveys: plan.scores[answer % 10] for answer in range(plan.surveys)}


VISIT_TYPES = {
    "visit_no": pa.string(),
    "charge_no": pa.string(),
    "dept_code": pa.string(),
    "doctor_code": pa.string(),
    "record_no": pa.string(),
    "registered_at": pa.timestamp("s"),
    "started_at": pa.timestamp("s"),
    "ended_at": pa.timestamp("s"),
}
SURVEY_COLUMNS = ("问卷号", "就诊流水号", "填写日期", "满意度得分")


def _visit_number(charge_no: str) -> str:
    return f"JZ{charge_no}"


def _visit_rows(year: int) -> Iterator[Row]:
    for department in CLINIC_DEPARTMENTS:
        for period, number, visited, patient, doctor in visits(department):
            if year_of(period) != year:
                continue
            plan = service(department, period)
            charge_no = charge_number(department, period, number)
            registered = visited - timedelta(minutes=plan.wait)
            ended = visited + timedelta(minutes=plan.consultation)
            code = DEPARTMENT_CODE[department]
            yield (_visit_number(charge_no), charge_no, code, doctor, patient, registered, visited, ended)


def _survey_rows() -> Iterator[Row]:
    for department in CLINIC_DEPARTMENTS:
        for period, number, visited, _, _ in visits(department):
            score = surveyed(department, period).get(number)
            if score is not None:
                charge_no = charge_number(department, period, number)
                yield (f"MY{charge_no}", _visit_number(charge_no), f"{visited:%Y/%m/%d}", f"{score}分")


def write(delivery: Delivery) -> None:
    """Write the visits and the patient surveys."""
    for year in sorted({year_of(period) for period in PERIODS}):
        months = [period for period in PERIODS if year_of(period) == year]
        delivery.parquet(
            f"clinic_his/visits_{year}.parquet", VISIT_TYPES, _visit_rows(year), periods=(months[0], months[-1])
        )
    delivery.csv("clinic_his/patient_surveys.txt", SURVEY_COLUMNS, _survey_rows(), encoding="gb18030", delimiter="|")
