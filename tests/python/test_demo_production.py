"""The plant's exports, read back as delivered: months add up to the drivers, slips to the bill of materials."""

import csv
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from plumbline.demo import manufacturing, mfg_mes
from plumbline.demo.drivers import LINES, PERIODS, line_month
from plumbline.demo.files import Delivery
from plumbline.demo.people import roster

D = Decimal
Rows = list[dict[str, str]]

# Typed from the description of the demo company: pieces a month and pass rate of line A, B, C in 2024.
GOOD = {"A": 1000, "B": 800, "C": 500}
# Minutes of a reporting day: calendar, planned and unplanned downtime.
MINUTES = {
    ("SX01", "2024/03/04"): (500, 100, 40), ("SX01", "2025/03/04"): (560, 112, D("44.8")),
    ("SX02", "2025/07/04"): (620, 124, D("49.6")), ("SX02", "2025/08/04"): (735, 147, D("117.6")),
    ("SX03", "2025/08/04"): (625, 125, 50),
}  # fmt: skip


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    delivery = Delivery(tmp_path_factory.mktemp("plant"))
    mfg_mes.write(delivery)
    manufacturing.write(delivery)
    return delivery.folder


def _mes(folder: Path, name: str) -> Rows:
    return list(csv.DictReader(io.StringIO((folder / f"mfg_mes/{name}.csv").read_bytes().decode("gb18030"))))


def _costs(folder: Path) -> dict[str, list[Decimal]]:
    _, *rows = load_workbook(folder / "mfg_mes/cost_sheets.xlsx", read_only=True)["报工成本"].iter_rows(
        values_only=True
    )
    return {str(report): [D(str(amount)) for amount in amounts] for report, *amounts in rows}


def test_reports_of_a_month_add_up_to_the_drivers(delivered: Path) -> None:
    costs = _costs(delivered)
    for period in PERIODS:
        reports = _mes(delivered, f"reports_{period}")
        assert len(reports) == 20 * len(LINES)
        for line in LINES:
            row = line_month(line, period)
            mine = [one for one in reports if one["产线"] == mfg_mes.LINE_CODE[line]]
            assert sum(D(one["合格数量"]) for one in mine) == row.quantity
            assert sum(D(one["产出数量"]) for one in mine) == row.output
            assert period > 202500 or row.quantity == GOOD[line]
            spent = [sum(amounts) for amounts in zip(*(costs[one["报工单号"]] for one in mine), strict=True)]
            assert spent == [row.material, row.labour, row.overhead]


def test_operators_work_at_the_line(delivered: Path) -> None:
    unit_of = {code: f"L{line}" for line, code in mfg_mes.LINE_CODE.items()}
    assignments = roster().assignments
    for period in PERIODS:
        for report in _mes(delivered, f"reports_{period}"):
            day = report["报工日期"].replace("/", "-")
            (unit,) = {
                one.unit for one in assignments
                if one.employee_id == report["操作工号"].upper() and str(one.valid_from) <= day < str(one.valid_to)
            }  # fmt: skip
            assert unit == unit_of[report["产线"]]


def test_minutes_of_a_day(delivered: Path) -> None:
    stops: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(D))
    for stop in _mes(delivered, "stops"):
        stops[stop["产线"], stop["日期"]][stop["停机原因"][0]] += D(stop["停机分钟"])
    calendar = {(shift["产线"], shift["日期"]): D(shift["日历分钟"]) for shift in _mes(delivered, "shifts")}
    found = {day: (calendar[day], stops[day]["P"], stops[day]["U"]) for day in MINUTES}
    assert found == MINUTES


def test_slips_less_returns_are_what_the_cost_sheets_and_the_stock_say(delivered: Path) -> None:
    signs = {"领料": 1, "退料": -1}
    used: dict[tuple[str, str], Decimal] = defaultdict(D)
    worth: dict[str, Decimal] = defaultdict(D)
    for slip in _mes(delivered, "material_slips"):
        quantity = signs[slip["单据类型"]] * D(slip["数量"])
        used[slip["物料"], slip["报工单号"].split("-")[2][:6]] += quantity
        worth[slip["报工单号"]] += quantity * D(slip["单价"])
    for report, (material, *_) in _costs(delivered).items():
        # Quantities have four decimals, so that a report's motors at 240 may be two cents away from its cost.
        assert abs(worth[report] - material) <= D("0.03"), report
    text = (delivered / "mfg_erp/stock.csv").read_bytes().decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        if row["MATNR"].startswith("RM") and row["SPMON"] != "202312":
            assert D(row["ABGMENGE"]) == used[row["MATNR"], row["SPMON"]]
    assert used["RM-STEEL", "202507"] == 11200
    assert used["RM-CAST", "202508"] == D("6744.0860")
