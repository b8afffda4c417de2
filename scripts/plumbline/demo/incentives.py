"""Bonus schemes, AHP judgements and external references of the planning workbook.

Bonus schemes of 2025: R00 has a base pool and a budget of 1.2 million (100,000 a month, so 900,000 to September against
1,170,000 accrued); M21's pool is held back by a cash gate on its collection rate; H30 has neither gate nor surprise.

Judgements: two experts compare the three indicators of SC-S01 as (3, 5, 4) and (3, 5, 1) for the pairs 1-2, 1-3, 2-3;
their geometric mean is (3, 5, 2): weights 0.648329, 0.229651, 0.122020, CR 0.003185. One expert compares the four of
SC-M21, ordered revenue, collection rate, gross margin, return rate: [[1, 2, 4, 4], [1, 2, 3], [1, 2], [1]], weights by
geometric mean 0.490052, 0.271166, 0.145693, 0.093090, CR 0.016923.

Market sizes, CNY a month (2024 / 2025). Retail: season × 9.6 / 10.0 million in the east (R10), × 7.5 / 8.0 million in
the west (R20). Machines of line A at home (M20): 5.0 / 5.6 million. No size is published for lines B and C.
Market shares in 202509: R10 3,000,000 / 10,000,000 = 30.0000% (four stores; S08 left it in 202507); R20 (705,000 +
3 × 750,000 + 500,000) / 8,000,000 = 43.1875%; R00 6,455,000 / 18,000,000 = 35.8611%; M20 1,120,000 / 5,600,000 = 20%.

Standard values are those of an invented survey for the demo, not figures of any authority.
"""

from collections.abc import Iterator
from decimal import Decimal

from plumbline.demo import drivers as d
from plumbline.demo.files import Row

D = Decimal
YEAR = 2025
SCHEME_COLUMNS = (
    "方案编码", "组织编码", "年度", "考核表", "基准奖金", "预算奖金", "利润门槛", "提取比例", "现金指标",
    "现金指标目标", "倍数上限",
)  # fmt: skip
JUDGEMENT_COLUMNS = ("考核表", "专家", "指标甲", "指标乙", "重要性")
REFERENCE_COLUMNS = ("参照指标", "适用范围", "期间", "档次", "数值", "来源")

STORE_INDICATORS = ("revenue", "gross_margin", "labor_cost_ratio")
SALES_INDICATORS = ("revenue", "collection_rate", "gross_margin", "return_rate")
JUDGEMENTS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[int, ...]]] = {
    ("SC-S01", "专家甲"): (STORE_INDICATORS, (3, 5, 4)),
    ("SC-S01", "专家乙"): (STORE_INDICATORS, (3, 5, 1)),
    ("SC-M21", "专家甲"): (SALES_INDICATORS, (2, 4, 4, 2, 3, 2)),
}

EAST, WEST, MACHINES = "家用电器零售/华东", "家用电器零售/华西", "通用设备/国内/A系列"
MARKET_SOURCE = "示例行业协会《市场月报》,演示数据"
STANDARD_SOURCE = "示例《企业绩效评价标准值》2024年版,演示数据"
TIERS = ("优秀", "良好", "平均", "较低", "较差")
STANDARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "roe": ("全行业", ("0.142", "0.098", "0.061", "0.012", "-0.058")),
    "roa": ("全行业", ("0.078", "0.055", "0.034", "0.008", "-0.021")),
    "debt_ratio": ("全行业", ("0.480", "0.530", "0.580", "0.680", "0.830")),
    "asset_turnover": ("全行业", ("1.6", "1.1", "0.7", "0.4", "0.2")),
    "inventory_turnover": ("家用电器零售", ("11.8", "9.2", "7.4", "4.9", "3.1")),
    "ar_turnover_statutory": ("通用设备", ("9.6", "7.1", "5.0", "3.2", "1.9")),
}


def scheme_rows() -> Iterator[Row]:
    schemes: tuple[tuple[str, str, str, str, str, str, str | None, str | None], ...] = (
        ("R00", "SC-R00", "1200000", "1200000", "3000000", "0.20", None, None),
        ("M21", "SC-M21", "300000", "300000", "1000000", "0.20", "collection_rate", "0.95"),
        ("H30", "SC-H30", "100000", "100000", "500000", "0.10", None, None),
    )
    for unit, scorecard, base, budget, hurdle, rate, gate, target in schemes:
        yield (
            f"BS-{unit}-{YEAR}", unit, YEAR, scorecard, D(base), D(budget), D(hurdle), D(rate), gate,
            D(target) if target else None, D("1.4"),
        )  # fmt: skip


def judgement_rows() -> Iterator[Row]:
    """The pairs above the diagonal, row by row."""
    for (scorecard, expert), (indicators, judgements) in JUDGEMENTS.items():
        pairs = ((one, other) for place, one in enumerate(indicators) for other in indicators[place + 1 :])
        for (one, other), judgement in zip(pairs, judgements, strict=True):
            yield (scorecard, expert, one, other, D(judgement))


def market_size(scope: str, period: int) -> Decimal:
    """CNY of the month."""
    is_2024 = d.year_of(period) == 2024
    if scope == MACHINES:
        return D(5000000 if is_2024 else 5600000)
    size = {EAST: (9600000, 10000000), WEST: (7500000, 8000000)}[scope][0 if is_2024 else 1]
    return size * d.SEASON[d.month_of(period) - 1]


def reference_rows() -> Iterator[Row]:
    for scope in (EAST, WEST, MACHINES):
        for period in d.PERIODS:
            yield ("market_sales", scope, period, "公布值", market_size(scope, period), MARKET_SOURCE)
    for indicator, (scope, values) in STANDARDS.items():
        for tier, value in zip(TIERS, values, strict=True):
            yield (indicator, scope, 202412, tier, D(value), STANDARD_SOURCE)
