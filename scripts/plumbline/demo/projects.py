"""The monthly report of the group's project office: one workbook, Chinese headers, amounts in ten thousand yuan.

What a project has cost is what the ledger has charged to its number (project_costs). A project is reported until it
ends; a launched one as long as its benefit is followed. In yuan:

P-100  New generation of product A, research department, approved 2024-01-02, launched 2024-12-20 (353 days). Budget
       1,320,000, planned 110,000 a month; earned 99,000 a month (SPI 0.90), all of it in December. Cost 120,000 a
       month. Reported in 2024.
P-101  Research for 2025 and after, approved 2025-01-02. Budget 2,000,000, planned 400,000 a quarter; earned 120,000 a
       month to June (SPI 0.90), then 860,000, 1,020,000, 1,200,000. Cost 166,000 a month, 172,000 in 202509: 1,500,000.
P-102  Lighter model of product B, plant, approved 2024-09-02, launched 2025-06-18 (289 days). Budget 220,000, planned
       and earned 22,000 a month; trial runs cost 20,000 a month for ten months. Benefit from 202507: 60,000, 150,000,
       250,000.
P-103  Store S09, retail head, approved 2025-03-03, opened 2025-05-01. Budget 1,000,000; planned 400,000 and all of it
       by April, earned 300,000 and all of it; cost 960,000, billed in April. Benefit: the store's contribution, 64,000
       a month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.demo import drivers as d
from plumbline.demo.files import Delivery, Row
from plumbline.demo.periods import Money, cents, month_of, year_of

UNIT_OF_MONEY = Decimal(10000)
CAPEX_PROJECT = "P-103"
TRIAL_PROJECT = "P-102"
TRIAL_COST = Decimal(20000)
TRIAL_PERIODS = tuple(period for period in d.PERIODS if 202409 <= period <= 202506)
STORE_CONTRIBUTION = Decimal(64000)
COLUMNS = (
    "项目编号", "项目名称", "项目类型", "承担部门", "月份", "完工预算(万元)", "累计计划价值(万元)", "累计挣值(万元)",
    "累计实际成本(万元)", "累计收益(万元)", "立项日期", "计划完成日期", "实际上线日期",
)  # fmt: skip


@dataclass(frozen=True)
class Project:
    """A project with its cumulative planned and earned values and benefits by month, in yuan."""

    project_id: str
    name: str
    kind: str
    department: str
    budget: Money
    approved: date
    planned_end: date
    launched: date | None
    planned: dict[int, Money]
    earned: dict[int, Money]
    benefit: dict[int, Money]


def project_costs(period: int) -> dict[str, Money]:
    """What the ledger charges to each project in the month."""
    costs = {d.rd_project(period): d.RD_PAYROLL + d.rd_external(period)}
    if period in TRIAL_PERIODS:
        costs[TRIAL_PROJECT] = TRIAL_COST
    if period == d.S09_CAPEX_PERIOD:
        costs[CAPEX_PROJECT] = d.S09_CAPEX
    return costs


def _even(periods: tuple[int, ...], a_month: Decimal) -> dict[int, Money]:
    return {period: cents(a_month * number) for number, period in enumerate(periods, start=1)}


def _last(values: dict[int, Money], periods: tuple[int, ...]) -> dict[int, Money]:
    """The values, the last of them kept for the later periods."""
    final = values[max(values)]
    return {period: values.get(period, final) for period in periods}


def projects() -> tuple[Project, ...]:
    year_2024 = tuple(period for period in d.PERIODS if year_of(period) == 2024)
    year_2025 = tuple(period for period in d.PERIODS if year_of(period) == 2025)
    from_trial = tuple(period for period in d.PERIODS if period >= TRIAL_PERIODS[0])
    from_march = tuple(period for period in year_2025 if period >= 202503)
    budget = {"P-100": Decimal(1320000), "P-101": Decimal(2000000), "P-102": Decimal(220000), "P-103": Decimal(1000000)}
    trial = _last(_even(TRIAL_PERIODS, Decimal(22000)), from_trial)
    earned_2025 = _even(year_2025[:6], Decimal(120000))
    store_open = tuple(period for period in from_march if period >= d.S09_OPENING_PERIOD)
    return (
        Project(
            "P-100", "A 系列新一代变频机型", "新品开发", "研发部", budget["P-100"],
            date(2024, 1, 2), date(2024, 12, 31), date(2024, 12, 20),
            planned=_even(year_2024, Decimal(110000)),
            earned=_even(year_2024, Decimal(99000)) | {202412: budget["P-100"]},
            benefit={},
        ),
        Project(
            "P-101", "智能控制平台研究", "研发", "研发部", budget["P-101"],
            date(2025, 1, 2), date(2026, 3, 31), None,
            planned=_even(year_2025, Decimal(400000) / 3),
            earned=earned_2025 | {202507: Decimal(860000), 202508: Decimal(1020000), 202509: Decimal(1200000)},
            benefit={},
        ),
        Project(
            TRIAL_PROJECT, "B 系列轻量化机型", "新品开发", "一厂", budget["P-102"],
            date(2024, 9, 2), date(2025, 6, 30), date(2025, 6, 18),
            planned=trial, earned=trial,
            benefit={202507: Decimal(60000), 202508: Decimal(150000), 202509: Decimal(250000)},
        ),
        Project(
            CAPEX_PROJECT, "S09 新店建设", "资本性", "零售事业部", budget["P-103"],
            date(2025, 3, 3), date(2025, 4, 30), date(2025, 5, 1),
            planned=_last({202503: Decimal(400000), 202504: budget["P-103"]}, from_march),
            earned=_last({202503: Decimal(300000), 202504: budget["P-103"]}, from_march),
            benefit=_even(store_open, STORE_CONTRIBUTION),
        ),
    )  # fmt: skip


def report_rows() -> Iterator[Row]:
    """By month, the projects followed in it. A cell without benefit is empty, and so is the launch until it happens."""
    spent: dict[str, Money] = {}
    for period in d.PERIODS:
        for project_id, amount in project_costs(period).items():
            spent[project_id] = spent.get(project_id, d.ZERO) + amount
        for row in projects():
            if period not in row.planned:
                continue
            benefit = row.benefit.get(period)
            yield (
                row.project_id,
                row.name,
                row.kind,
                row.department,
                f"{year_of(period)}年{month_of(period):02d}月",
                _in_ten_thousands(row.budget),
                _in_ten_thousands(row.planned[period]),
                _in_ten_thousands(row.earned[period]),
                _in_ten_thousands(spent.get(row.project_id, d.ZERO)),
                None if benefit is None else _in_ten_thousands(benefit),
                row.approved,
                row.planned_end,
                row.launched if row.launched and row.launched <= d.month_end(period) else None,
            )


def _in_ten_thousands(amount: Money) -> Decimal:
    return (amount / UNIT_OF_MONEY).quantize(Decimal("0.000001"))


def write(delivery: Delivery) -> None:
    """Write the project office's workbook."""
    delivery.xlsx("group_pmo/projects.xlsx", "项目月报", COLUMNS, report_rows(), control_column="累计实际成本(万元)")
