"""Exports of the plant's manufacturing execution system, with the rules of production.py behind them.

GB18030 text with Chinese headers, days as 2025/01/06, the system's own line codes and stop reasons, operators' numbers
in small letters. Reports come one file a month. Downtime is a list of single stops; the shift calendar is a list of its
own. Material that was drawn in excess comes back on a return slip (退料, quantity positive): the first report of a
line's month draws ten units too many of each material and returns them. Standards of a year (cycle in seconds, hours,
cost, bill of materials) and the actual costs of the reports are workbooks of the cost accountant.
"""

from collections.abc import Iterator
from decimal import Decimal

from plumbline.demo.drivers import LINES, MATERIAL, PERIODS, ZERO, year_of
from plumbline.demo.files import Delivery, Row
from plumbline.demo.production import (
    BILL_OF_MATERIALS,
    BREAK_MINUTES,
    Report,
    ideal_cycle,
    reports,
    standard_cost,
    standard_hours,
)

LINE_CODE = {"A": "SX01", "B": "SX02", "C": "SX03"}
DAY_SHIFT = "白班"
RETURNED = Decimal(10)
REPORT_COLUMNS = (
    "报工单号", "工单号", "报工日期", "班次", "产线", "产品料号", "操作工号", "计划数量", "产出数量", "合格数量",
    "一次合格数量", "直接工时",
)  # fmt: skip


def month_reports(period: int) -> Iterator[Report]:
    for line in LINES:
        yield from reports(line, period)


def all_reports() -> Iterator[Report]:
    for period in PERIODS:
        yield from month_reports(period)


def report_id(row: Report) -> str:
    return f"BG-{LINE_CODE[row.line]}-{row.report_date:%Y%m%d}"


def _report_row(row: Report) -> Row:
    return (
        report_id(row), f"GD-{LINE_CODE[row.line]}-{row.period}", f"{row.report_date:%Y/%m/%d}", DAY_SHIFT,
        LINE_CODE[row.line], MATERIAL[row.line], row.operator.lower(), row.good, row.output, row.good,
        row.first_pass, row.hours,
    )  # fmt: skip


def _shift_rows() -> Iterator[Row]:
    for row in all_reports():
        yield (LINE_CODE[row.line], f"{row.report_date:%Y/%m/%d}", DAY_SHIFT, row.calendar)


def _stop_rows() -> Iterator[Row]:
    """Four stops a day: break, maintenance, equipment failure, waiting for material."""
    for row in all_reports():
        stops = (BREAK_MINUTES, row.planned_stops - BREAK_MINUTES, row.failures, row.waiting)
        for number, (reason, minutes) in enumerate(zip(("P01", "P02", "U01", "U02"), stops, strict=True), start=1):
            code = f"TJ-{LINE_CODE[row.line]}-{row.report_date:%Y%m%d}-{number}"
            yield (code, LINE_CODE[row.line], f"{row.report_date:%Y/%m/%d}", DAY_SHIFT, reason, minutes)


def _issue_rows() -> Iterator[Row]:
    month = None
    for row in all_reports():
        is_first, month = (row.line, row.period) != month, (row.line, row.period)
        for number, issue in enumerate(row.issues, start=1):
            code = f"{report_id(row)[3:]}-{number}"
            returned = RETURNED if is_first else ZERO
            material, unit = issue.component.material, issue.component.unit.lower()
            drawn = issue.quantity + returned
            yield (f"LL-{code}", report_id(row), "领料", material, drawn, unit, issue.price)
            if returned:
                yield (f"TL-{code}", report_id(row), "退料", material, returned, unit, issue.price)


def _years() -> tuple[int, ...]:
    return tuple(sorted({year_of(period) for period in PERIODS}))


def _standard_rows() -> Iterator[Row]:
    for year in _years():
        for line in LINES:
            yield (MATERIAL[line], year, ideal_cycle(line) * 60, standard_hours(line), standard_cost(line))


def _bill_rows() -> Iterator[Row]:
    for year in _years():
        for line in LINES:
            for one in BILL_OF_MATERIALS[line]:
                yield (MATERIAL[line], year, one.material, one.quantity, one.price)


def _cost_rows() -> Iterator[Row]:
    for row in all_reports():
        yield (report_id(row), row.material, row.labour, row.overhead)


def write(delivery: Delivery) -> None:
    """Write the reports, shifts, stops, material slips, standards and cost sheets."""
    for period in PERIODS:
        delivery.csv(
            f"mfg_mes/reports_{period}.csv", REPORT_COLUMNS, map(_report_row, month_reports(period)),
            encoding="gb18030", control_column="合格数量", periods=(period, period),
        )  # fmt: skip
    lists = {
        "shifts": (("产线", "日期", "班次", "日历分钟"), _shift_rows(), "日历分钟"),
        "stops": (("停机单号", "产线", "日期", "班次", "停机原因", "停机分钟"), _stop_rows(), "停机分钟"),
        "material_slips": (("单据号", "报工单号", "单据类型", "物料", "数量", "单位", "单价"), _issue_rows(), "数量"),
    }
    for name, (columns, rows, control) in lists.items():
        delivery.csv(f"mfg_mes/{name}.csv", columns, rows, encoding="gb18030", control_column=control)
    delivery.workbook(
        "mfg_mes/standards.xlsx",
        {
            "工艺标准": (("产品料号", "年度", "节拍秒", "单件标准工时", "单位标准成本"), _standard_rows()),
            "标准BOM": (("产品料号", "年度", "物料", "单位用量", "标准单价"), _bill_rows()),
        },
        control_columns={},
    )
    delivery.xlsx(
        "mfg_mes/cost_sheets.xlsx", "报工成本", ("报工单号", "直接材料", "直接人工", "制造费用"), _cost_rows(),
        control_column="直接材料",
    )  # fmt: skip
