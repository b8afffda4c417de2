"""The demo stores' door counters, shifts and the group's training: read back from the delivered files."""

import csv
import gzip
import io
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from plumbline.demo import group_hr, store_counters, store_wfm
from plumbline.demo.drivers import PERIODS, STORES
from plumbline.demo.files import Delivery
from plumbline.demo.people import roster

D = Decimal
YTD = [period for period in PERIODS if period > 202500]
# Typed from the driver table of the demo company, not computed by the generator: visitors of a month of a store.
VISITORS_2024 = (1680, 1540, 1260, 1260, 1330, 1330, 1260, 1260, 1400, 1470, 1470, 1540)
VISITORS_2025 = (1800, 1650, 1350, 1350, 1425, 1425, 1350, 1350, 1500)
HOURS_PER_VISITOR_2025 = ("2.00", "1.96", "3.00", "2.04", "2.02", "1.98", "2.85", "2.00", "2.20")
# Unit: hours of training from January to September 2025, from the table in training.py.
TRAINING = {
    **dict.fromkeys(("S01", "S02", "S04", "S05", "S06", "S08"), D(160)),
    "S03": D(200), "S07": D(192), "S09": D(136), "LA": D(300), "LB": D(238), "LC": D(216),
    "H10": D(60), "H20": D(48), "H30": D(48), **dict.fromkeys(("Z10", "Z20", "Z30", "Z40"), D(12)),
}  # fmt: skip


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores")
    delivery = Delivery(folder)
    store_counters.write(delivery)
    store_wfm.write(delivery)
    group_hr.write(delivery)
    delivery.close()
    return folder


def _rows(path: Path, encoding: str, delimiter: str) -> list[dict[str, str]]:
    content = gzip.decompress(path.read_bytes()).decode(encoding)
    return list(csv.DictReader(io.StringIO(content), delimiter=delimiter))


def visitors(period: int) -> dict[str, int]:
    year, month = divmod(period, 100)
    usual = (VISITORS_2024 if year == 2024 else VISITORS_2025)[month - 1]
    return dict.fromkeys(STORES[:8], usual) | ({"S09": 1000} if period >= 202505 else {})


def test_door_counters_see_the_visitors_of_the_driver_table(delivered: Path) -> None:
    for period in PERIODS:
        counted: dict[str, int] = defaultdict(int)
        dayparts: dict[str, int] = defaultdict(int)
        for row in _rows(delivered / f"store_counters/passages_{period}.csv.gz", "utf-8-sig", ";"):
            entered = int(row["passages_in"]) - int(row["staff_passages"])
            assert entered >= 0
            counted[f"S{row['device_no'][4:6]}"] += entered
            hour = int(row["interval"][11:13])
            dayparts["am" if hour < 12 else "pm" if hour < 17 else "eve"] += entered
        assert counted == visitors(period)
        total = sum(counted.values())
        assert {part: D(count) / total for part, count in dayparts.items()} == {
            "am": D("0.2"),
            "pm": D("0.4"),
            "eve": D("0.4"),
        }


def test_shifts_are_visitors_times_hours_and_eighty_hours_below_the_schedule(delivered: Path) -> None:
    names = {f"华衡家电{store[1:]}": store for store in STORES}
    rates = dict(zip(STORES, map(D, HOURS_PER_VISITOR_2025), strict=True))
    for period in YTD:
        worked: dict[str, Decimal] = defaultdict(D)
        scheduled: dict[str, Decimal] = defaultdict(D)
        morning: dict[str, Decimal] = defaultdict(D)
        for row in _rows(delivered / f"store_wfm/shifts_{period}.csv.gz", "gb18030", ","):
            store = names[row["门店"]]
            worked[store] += D(row["实际工时"])
            scheduled[store] += D(row["排班工时"])
            morning[store] += D(row["实际工时"]) if row["班次"] == "早班" else 0
        assert worked == {store: count * rates[store] for store, count in visitors(period).items()}
        assert {store: scheduled[store] - worked[store] for store in worked} == dict.fromkeys(worked, D(80))
        for store, hours in worked.items():
            share = {"S03": D("1.40") / 3, "S07": D("1.25") / D("2.85")}.get(store, D("0.2"))
            assert abs(morning[store] / hours - share) < D("1e-20")


def test_nobody_has_two_shifts_on_a_day_or_works_where_he_is_not_listed(delivered: Path) -> None:
    listed: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for place in roster().assignments:
        listed[place.employee_id].append((place.valid_from, place.valid_to, place.unit))
    for period in PERIODS:
        rows = _rows(delivered / f"store_wfm/shifts_{period}.csv.gz", "gb18030", ",")
        assert len({(row["工号"], row["日期"]) for row in rows}) == len(rows)
        for row in rows:
            when, store = date.fromisoformat(row["日期"]), f"S{row['门店'][-2:]}"
            assert any(start <= when < end and unit == store for start, end, unit in listed[row["工号"]])
            assert D(row["其中加班"]) <= D(row["实际工时"]) <= 8


def test_training_hours_are_the_worked_ones(delivered: Path) -> None:
    sheet = load_workbook(delivered / "group_hr/training.xlsx", read_only=True)["培训记录"]
    header, *rows = sheet.iter_rows(values_only=True)
    found: dict[str, Decimal] = defaultdict(D)
    for values in rows:
        row: dict[Any, Any] = dict(zip(header, values, strict=False))
        moment: datetime = row["培训日期"]
        when = moment.date()
        if date(2025, 1, 1) <= when <= date(2025, 9, 30):
            units = [
                place.unit
                for place in roster().assignments
                if place.employee_id == row["工号"] and place.valid_from <= when < place.valid_to
            ]
            assert len(units) == 1
            found[units[0]] += D(row["学时"])
    assert found == TRAINING
    assert sum(found.values()) == 2446
