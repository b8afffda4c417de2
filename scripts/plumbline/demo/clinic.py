"""Patient, service, charge and stock exports of the clinic's hospital information system.

Text exports are pipe-delimited GB18030 with Chinese headers; charges come as Parquet, one row per visit. Departments
and doctors have the system's own codes. Medical services are exempt from VAT and paid at the desk.

Patients
--------
Number a department's visits 0, 1, 2, ... over the whole history. Visit k with k mod 20 = 19 is a new patient's first
and only visit; all others go round the department's core patients, who came before the history. Core patients: three
months of returning visits (H10 5,700, H20 1,710, H30 4,275), of which the first 300 of H20 are those of H10. Hence:
active patients of a month = visits of the month; of a quarter or longer = core patients + new patients of the window
(each department; the clinic as a whole 300 fewer). New patients a month: H10 100, H20 30, H30 75, from 202504 90.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pyarrow as pa  # type: ignore[import-untyped]

from plumbline.demo.drivers import (
    CLINIC_DEPARTMENTS,
    CLINIC_STOCK,
    CLINIC_SUPPLIES_SHARE,
    OPENING_PERIOD,
    PERIODS,
    ZERO,
    cents,
    clinic_month,
    clinic_months,
    day,
    month_end,
    year_of,
)
from plumbline.demo.files import Delivery, Row
from plumbline.demo.people import doctors

DEPARTMENT_CODE = {"H10": "0101", "H20": "0205", "H30": "0110"}
SERVICE = {"H10": ("MZ-NK", "内科门诊"), "H20": ("MZ-KQ", "口腔治疗"), "H30": ("MZ-EK", "儿科门诊")}
CORE_PATIENTS = {"H10": 5700, "H20": 1710, "H30": 4275}
SHARED_PATIENTS = 300
SUPPLIES = "YP-0001"
OPENING_MINUTE = 8 * 60
OPEN_MINUTES = 540


def core_patient(department: str, number: int) -> str:
    """The record number of a department's core patient 0, 1, 2, ..."""
    home = "H10" if department == "H20" and number < SHARED_PATIENTS else department
    return f"B{home[1]}{number:06d}"


def patient_of(department: str, visit: int) -> str:
    """Who came on a department's visit number `visit` (from 0)."""
    new = visit // 20
    if visit % 20 == 19:
        return f"B{department[1]}{100001 + new}"
    return core_patient(department, (visit - new) % CORE_PATIENTS[department])


def doctor_code(department: str, position: int) -> str:
    return f"D{DEPARTMENT_CODE[department]}{position + 1}"


def charge_number(department: str, period: int, number: int) -> str:
    """The charge for a department's visit number `number` (from 0) of the month."""
    return f"{DEPARTMENT_CODE[department]}{period}{number + 1:05d}"


def visits(department: str) -> Iterator[tuple[int, int, datetime, str, str]]:
    """(period, number in the month, time of the visit, patient, doctor code) over the history."""
    seen = 0
    staff = len(doctors(department))
    for period in PERIODS:
        count = clinic_month(department, period).visits
        last = month_end(period).day
        for number in range(count):
            visited = datetime.combine(day(period, 1 + number * last // count), time(0)) + timedelta(
                minutes=OPENING_MINUTE + number * 7 % OPEN_MINUTES
            )
            yield period, number, visited, patient_of(department, seen), doctor_code(department, number % staff)
            seen += 1


CHARGE_TYPES = {
    "charge_no": pa.string(),
    "visited_at": pa.timestamp("s"),
    "dept_code": pa.string(),
    "doctor_code": pa.string(),
    "record_no": pa.string(),
    "service_code": pa.string(),
    "times": pa.int32(),
    "charged": pa.decimal128(12, 2),
    "material_cost": pa.decimal128(12, 2),
}


def _write_charges(delivery: Delivery) -> None:
    by_year: dict[int, list[Row]] = {}
    for department in CLINIC_DEPARTMENTS:
        code = DEPARTMENT_CODE[department]
        bill = clinic_month(department, PERIODS[0]).bill
        cost = cents(bill * CLINIC_SUPPLIES_SHARE)
        for period, number, visited, patient, doctor in visits(department):
            charge_no = charge_number(department, period, number)
            row = (charge_no, visited, code, doctor, patient, SERVICE[department][0], 1, cents(bill), cost)
            by_year.setdefault(year_of(period), []).append(row)
    for year, rows in by_year.items():
        months = [period for period in PERIODS if year_of(period) == year]
        delivery.parquet(
            f"clinic_his/charges_{year}.parquet", CHARGE_TYPES, rows,
            control_column="charged", periods=(months[0], months[-1]),
        )  # fmt: skip


def _hash(record: str) -> str:
    return hashlib.sha256(f"patient {record}".encode()).hexdigest()[:20]


def _patient_rows() -> Iterator[Row]:
    """Record number, hashed name, department, date of the first visit where it was before the history."""
    for department in CLINIC_DEPARTMENTS:
        code = DEPARTMENT_CODE[department]
        first = SHARED_PATIENTS if department == "H20" else 0
        for number in range(first, CORE_PATIENTS[department]):
            record = core_patient(department, number)
            seen = date(2021, 1, 1) + timedelta(days=number % 1000)
            yield (record, _hash(record), code, "自费", f"{seen:%Y/%m/%d}")
        total = sum(clinic_month(department, period).visits for period in PERIODS)
        for new in range(total // 20):
            record = patient_of(department, 20 * new + 19)
            yield (record, _hash(record), code, "自费", None)


def _stock_rows() -> Iterator[Row]:
    """Drugs and consumables of the whole clinic, in CNY; bought = used, counted in units of one yuan."""
    for period in (OPENING_PERIOD, *PERIODS):
        used = ZERO if period == OPENING_PERIOD else sum((row.supplies for row in clinic_months(period)), ZERO)
        yield (SUPPLIES, f"{period // 100}-{period % 100:02d}", CLINIC_STOCK, used, used, CLINIC_STOCK)


def write(delivery: Delivery) -> None:
    """Write the hospital system's exports."""

    def export(name: str, columns: tuple[str, ...], rows: Iterator[Row], control: str | None, first: int) -> None:
        delivery.csv(
            f"clinic_his/{name}.txt", columns, rows, encoding="gb18030", delimiter="|",
            control_column=control, periods=(first, PERIODS[-1]),
        )  # fmt: skip

    _write_charges(delivery)
    export("patients", ("病历号", "姓名哈希", "建档科室", "付费方式", "首诊日期"), _patient_rows(), None, PERIODS[0])
    services = [(code, name, "次", "免税") for code, name in SERVICE.values()]
    services.append((SUPPLIES, "药品与耗材", "元", "免税"))
    export("services", ("项目编码", "项目名称", "单位", "税目"), iter(services), None, PERIODS[0])
    stock = ("物资编码", "月份", "期初金额", "入库金额", "出库金额", "期末金额")
    export("stock", stock, _stock_rows(), "期末金额", OPENING_PERIOD)
