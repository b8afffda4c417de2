"""Targets of 2025 and the scorecards that weigh them.

Flows have a target for every month and their sum for the year; ratios have one for every month with the planned
denominator as base weight, and the weighted mean for the year. Units that serve as controls (S01 S02 S04 S06 S08, H10,
H20, LC, M23) have targets equal to their actuals.

Revenue of the year, in millions: G00 129.986 = R00 78.5 + M00 36.0 + H00 14.286 + C00 2.4 - ELIM 1.2; R00 = stores 76.0
and its reserve 2.5; M20 35.2 = M21 12.0 + M22 13.264 + M23 9.936, 0.8 below M00. M21 to September: 9.0.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from plumbline.demo import drivers as d
from plumbline.demo.budget import REVENUE_RESERVE, months, planned_revenue
from plumbline.demo.files import Row
from plumbline.demo.people import manager_of

YEAR = 2025
YEAR_END = months(YEAR)[-1]
D = Decimal
MICRO = D("0.000001")
TARGET_COLUMNS = (
    "指标编码", "组织编码", "周期", "期间", "版本", "门槛值", "目标值", "挑战值", "区间下限", "区间上限", "基数",
    "上级组织", "制定方法", "责任人", "批准人", "批准时间",
)  # fmt: skip
SCORECARD_COLUMNS = (
    "考核表", "组织编码", "岗位", "指标编码", "生效日期", "失效日期", "权重", "计分曲线", "得分上限", "赋权方法",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Floor and stretch as factors of the target; a cap where the indicator cannot be higher."""

    floor: Decimal
    stretch: Decimal
    cap: Decimal | None = None


UP = Limits(D("0.85"), D("1.10"))
DOWN = Limits(D("1.15"), D("0.90"))
SHARE = replace(UP, cap=D(1))
POINTS = replace(UP, cap=D(100))


def _sum(units: tuple[str, ...], period: int) -> Decimal:
    return sum((planned_revenue(unit, period) for unit in units), d.ZERO)


SALES_DEPARTMENTS = ("M21", "M22", "M23")


def revenue_target(unit: str, period: int) -> Decimal:
    """Revenue target of a unit and month; R10 and R20 have none in the year of their reorganisation."""
    groups: dict[str, Callable[[], Decimal]] = {
        "R00": lambda: _sum(("R00", *d.STORES), period),
        "M00": lambda: _sum(("M00", *SALES_DEPARTMENTS), period),
        "M20": lambda: _sum(SALES_DEPARTMENTS, period),
        "H00": lambda: _sum(d.CLINIC_DEPARTMENTS, period),
        "ELIM": lambda: -d.INTERCOMPANY_CHARGE,
        "G00": lambda: sum((revenue_target(child, period) for child in ("R00", "M00", "H00", "C00", "ELIM")), d.ZERO),
    }
    return groups[unit]() if unit in groups else planned_revenue(unit, period)


REVENUE_UNITS = {
    "G00": None, "R00": "G00", "M00": "G00", "H00": "G00", "C00": "G00", "ELIM": "G00", "M20": "M00",
    **dict.fromkeys(d.STORES, "R00"), **dict.fromkeys(SALES_DEPARTMENTS, "M20"),
    **dict.fromkeys(d.CLINIC_DEPARTMENTS, "H00"),
}  # fmt: skip


def _row(
    indicator: str,
    unit: str,
    period: int,
    value: Decimal,
    *,
    method: str,
    kind: str = "年",
    limits: Limits | None = None,
    base: Decimal | None = None,
    parent: str | None = None,
    band: tuple[str, str] | None = None,
) -> Row:
    floor = stretch = None
    if limits is not None and value > 0:
        floor = (value * limits.floor).quantize(MICRO)
        stretch = (value * limits.stretch).quantize(MICRO)
        if limits.cap is not None:
            stretch = min(stretch, limits.cap)
    low, high = band or (None, None)
    owner = manager_of(unit)
    approver = manager_of("G00") if owner != manager_of("G00") else manager_of("Z40")
    return (
        indicator, unit, kind, period, 1, floor, value.quantize(MICRO), stretch, low, high, base, parent, method,
        owner, approver, "2024-12-20 10:00:00",
    )  # fmt: skip


def _flow(
    indicator: str, unit: str, values: Mapping[int, Decimal], method: str, parent: str | None = None
) -> Iterator[Row]:
    monthly = {period: value for period, value in values.items() if value}
    for period, value in monthly.items():
        yield _row(indicator, unit, period, value, kind="月", limits=UP, method=method, parent=parent)
    total = sum(monthly.values(), d.ZERO)
    yield _row(indicator, unit, YEAR_END, total, limits=UP, method=method, parent=parent)


def _ratio(
    indicator: str, unit: str, value: str, bases: Mapping[int, Decimal], *, limits: Limits, method: str = "历史"
) -> Iterator[Row]:
    """One value for the whole year; the base weights are the planned denominators."""
    present = {period: base for period, base in bases.items() if base}
    for period, base in present.items():
        yield _row(indicator, unit, period, D(value), kind="月", limits=limits, method=method, base=base)
    total = sum(present.values(), d.ZERO)
    yield _row(indicator, unit, YEAR_END, D(value), limits=limits, method=method, base=total)


def _revenue_targets(unit: str) -> dict[int, Decimal]:
    return {period: revenue_target(unit, period) for period in months(YEAR)}


def _revenue() -> Iterator[Row]:
    for unit, parent in REVENUE_UNITS.items():
        method = "自上而下" if unit in (*REVENUE_RESERVE, "G00", "M20", "M21", "M22") else "历史"
        yield from _flow("revenue", unit, _revenue_targets(unit), method, parent)


STORE_LABOUR_RATIO = {
    "S01": "0.12", "S02": "0.1176", "S03": "0.12", "S04": "0.1224", "S05": "0.1212", "S06": "0.1188", "S07": "0.12",
    "S08": "0.12", "S09": "0.132",
}  # fmt: skip


def _retail() -> Iterator[Row]:
    for unit, ratio in {**STORE_LABOUR_RATIO, "R00": "0.12"}.items():
        sales = _revenue_targets(unit)
        yield from _ratio("labor_cost_ratio", unit, ratio, sales, limits=DOWN)
        yield from _ratio("gross_margin", unit, "0.30", sales, limits=SHARE)
    yield _row("inventory_turnover", "R00", YEAR_END, D("7.5"), limits=UP, method="历史", base=D(6990410))
    yield _row("turnover_rate", "R00", YEAR_END, D("0.12"), method="历史", base=D(190), band=("0.05", "0.15"))
    budgeted = D(14000000)
    yield _row("budget_execution_rate", "R00", YEAR_END, D(1), method="人工", base=budgeted, band=("0.95", "1.05"))


def _manufacturing() -> Iterator[Row]:
    for unit, (value, due) in {
        "M21": ("0.95", D(1130000)),
        "M22": ("0.95", D(1249026)),
        "M23": ("1", D(828000)),
    }.items():
        bases = dict.fromkeys(months(YEAR), due)
        yield from _ratio("collection_rate", unit, value, bases, limits=SHARE, method="人工")
    yield from _ratio("gross_margin", "M21", "0.30", _revenue_targets("M21"), limits=SHARE)
    yield from _ratio("return_rate", "M21", "0.01", _revenue_targets("M21"), limits=DOWN)
    quarter = (202507, 202508, 202509)
    customers = dict(zip(quarter, (D(7), D(7), D(6)), strict=True))
    yield from _flow("new_customers", "M22", customers, "自上而下", "M20")
    yield from _flow("new_customer_revenue", "M22", dict.fromkeys(quarter, D(400000)), "自上而下", "M20")
    for line, cost in {"A": "700", "B": "875", "C": "1120"}.items():
        made = {period: D(d.line_month(line, period).quantity) for period in months(YEAR)}
        yield from _ratio("unit_cost", d.LINE_UNIT[line], cost, made, limits=DOWN)
        yield from _ratio("pass_rate", d.LINE_UNIT[line], "0.98", made, limits=SHARE)


def _clinic() -> Iterator[Row]:
    for unit, value in {"H10": "90", "H20": "90", "H30": "88"}.items():
        visits = {period: D(d.clinic_month(unit, period).visits) for period in months(YEAR)}
        yield from _ratio("patient_satisfaction", unit, value, visits, limits=POINTS, method="人工")
    yield _row("avg_service_time", "H30", YEAR_END, D(45), method="人工", base=D(20700), band=("35", "50"))
    yield _row("labor_cost_ratio", "H30", YEAR_END, D("0.36"), limits=DOWN, method="历史", base=D(3726000))


def _group() -> Iterator[Row]:
    for indicator, value, base in (
        ("net_profit", D(9000000), None),
        ("roe", D("0.20"), D(41000000)),
        ("operating_cash_flow", D(7500000), None),
        ("revenue_growth", D("0.10"), D(117198000)),
    ):
        yield _row(indicator, "G00", YEAR_END, value, limits=UP, method="自上而下", base=base)


def target_rows() -> Iterator[Row]:
    yield from _revenue()
    yield from _retail()
    yield from _manufacturing()
    yield from _clinic()
    yield from _group()


SCORECARDS: dict[str, tuple[str, dict[str, str]]] = {
    "SC-G00": (
        "G00",
        {
            "revenue": "0.25", "net_profit": "0.25", "roe": "0.20", "operating_cash_flow": "0.15",
            "revenue_growth": "0.15",
        },
    ),
    "SC-R00": (
        "R00",
        {
            "revenue": "0.30", "gross_margin": "0.20", "labor_cost_ratio": "0.20", "inventory_turnover": "0.10",
            "budget_execution_rate": "0.10", "turnover_rate": "0.10",
        },
    ),
    "SC-M21": ("M21", {"revenue": "0.40", "gross_margin": "0.20", "collection_rate": "0.30", "return_rate": "0.10"}),
    "SC-H30": (
        "H30",
        {"revenue": "0.40", "patient_satisfaction": "0.30", "avg_service_time": "0.20", "labor_cost_ratio": "0.10"},
    ),
}  # fmt: skip
# Weighted by the experts' judgements in incentives.py.
AHP_SCORECARDS: dict[str, tuple[str, dict[str, str]]] = {
    "SC-S01": ("S01", {"revenue": "0.648329", "gross_margin": "0.229651", "labor_cost_ratio": "0.122020"}),
}
BANDS = ("budget_execution_rate", "turnover_rate", "avg_service_time")


def scorecard_rows() -> Iterator[Row]:
    """The weights of a scorecard add up to 1."""
    for scorecard, (unit, weights) in (SCORECARDS | AHP_SCORECARDS).items():
        method = "层次分析" if scorecard in AHP_SCORECARDS else "人工"
        for indicator, weight in weights.items():
            curve = "BAND" if indicator in BANDS else "L3"
            yield (scorecard, unit, None, indicator, "2025-01-01", None, D(weight), curve, 120, method)
