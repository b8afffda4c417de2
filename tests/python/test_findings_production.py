"""The plant's planted findings: F3 (price of steel), F4 (unit costs behind the margin) and F6 (line B).

Answers are those of the description of the demo company, or worked by hand from the tables in
scripts/plumbline/demo/production.py. What was made is tied to the books too.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from conftest import Published

JUNE, JULY, AUGUST, SEPTEMBER = ((f"M 2025-{day}") for day in ("06-30", "07-31", "08-31", "09-30"))
Q3, Q3_2024 = "Q 2025-09-30", "Q 2024-09-30"

# Indicator, unit, window, answer with the digits it is stated with; a % stands for a ratio times 100.
Answer = tuple[str, str, str, str]
F3_STEEL: list[Answer] = [
    ("unit_cost", "LA", JUNE, "700.0000000000"),
    ("unit_cost", "LA", JULY, "780.0000000000"),
    ("cost_control_rate", "LA", JUNE, "100.00000000%"),
    ("cost_control_rate", "LA", JULY, "111.42857143%"),
    ("gross_margin", "M21", JUNE, "30.00000000%"),
    ("gross_margin", "M21", JULY, "22.00000000%"),
    ("material_price_variance", "LA", JUNE, "0.0000"),
    ("material_price_variance", "LA", JULY, "89600.0000"),  # 1,120 x 10 kg x 8
    ("material_price_variance", "LA", Q3, "268800.0000"),
    ("material_price_variance", "M00", Q3, "268800.0000"),
    ("material_usage_variance", "LA", Q3, "0.0000"),
    ("output_value", "LA", JULY, "784000.0000"),  # 1,120 x 700: labour and overhead are on standard
]
F4_UNIT_COSTS: list[Answer] = [
    ("unit_cost", "LA", Q3_2024, "700.0000000000"),
    ("unit_cost", "LA", Q3, "780.0000000000"),
    ("unit_cost", "LB", Q3_2024, "875.0000000000"),
    ("unit_cost", "LB", Q3, "906.3620083333"),  # (700,000 + 2 x 737,634.41) / 2,400
    ("unit_cost", "LC", Q3_2024, "1120.0000000000"),
    ("unit_cost", "LC", Q3, "1120.0000000000"),
]
F6_LINE_B: list[Answer] = [
    ("oee", "LB", JULY, "83.79000000%"),
    ("oee_availability", "LB", JULY, "90.00000000%"),
    ("unit_cost", "LB", JULY, "875.0000000000"),
    ("equipment_utilization", "LB", JULY, "72.00000000%"),
    ("production_efficiency", "LB", JULY, "90.00000000%"),
    *(
        answer
        for month in (AUGUST, SEPTEMBER)
        for answer in (
            ("oee", "LB", month, "70.68000000%"),
            ("oee_availability", "LB", month, "80.00000000%"),
            ("unit_cost", "LB", month, "922.04"),
            ("cost_control_rate", "LB", month, "105.3763%"),
            ("equipment_utilization", "LB", month, "64.00000000%"),
            ("production_efficiency", "LB", month, "85.4080%"),  # 1,728 standard hours / 2,023.23
            ("material_usage_variance", "LB", month, "27526.8920"),  # 344.0860 kg x 50 + 43.0108 x 240
            ("material_price_variance", "LB", month, "0.0000"),
        )
    ),
    # Line B is a part of the plant by its hours: (7,507.584 + 8,311.968 + 8,379) / (8,960 + 11,760 + 10,000) minutes.
    ("oee", "M10", SEPTEMBER, "78.7713%"),
    (
        "cost_control_rate",
        "M10",
        SEPTEMBER,
        "106.2248%",
    ),  # (873,600 + 737,634.41 + 560,000) / (784,000 + 700,000 + 560,000)
]
UNTROUBLED: list[Answer] = [
    answer
    for line, cost in (("LA", "700.0000000000"), ("LC", "1120.0000000000"))
    for answer in (
        ("oee", line, JUNE, "83.79000000%"),
        ("unit_cost", line, JUNE, cost),
        ("cost_control_rate", line, JUNE, "100.00000000%"),
        ("equipment_utilization", line, JUNE, "72.00000000%"),
        ("production_efficiency", line, JUNE, "90.00000000%"),
        ("material_usage_variance", line, JUNE, "0.0000"),
    )
]
FINDINGS = {"F3": F3_STEEL, "F4": F4_UNIT_COSTS, "F6": F6_LINE_B, "F20": UNTROUBLED}
ANSWERS = [
    pytest.param(answer, id=f"{finding} {' '.join(answer[:3])}")
    for finding, answers in FINDINGS.items()
    for answer in answers
]
# Pieces made are the good ones at the pass rate, to four decimals: rates that follow from them are met to a millionth.
RATES = [
    ("pass_rate", month, rate)
    for month, rate in ((JULY, "0.98"), (AUGUST, "0.93"), (SEPTEMBER, "0.93"))
] + [
    ("oee_quality_tw", JULY, "0.98"),
    ("oee_quality_tw", SEPTEMBER, "0.93"),
    ("oee_performance", JULY, "0.95"),
    ("oee_performance", SEPTEMBER, "0.95"),
]  # fmt: skip

Values = dict[tuple[str, str, str], Decimal | None]


@pytest.fixture(scope="module")
def values(demo_duckdb: Published) -> Values:
    """The published values of the factory's units by indicator, unit and window."""
    found = demo_duckdb.rows(
        "select indicator_code, org_unit_id, window_code || ' ' || cast(period_end as varchar) as span, value "
        "from marts.indicator_values where hierarchy_basis = 'as_was' and org_unit_id in "
        "('LA', 'LB', 'LC', 'M10', 'M00', 'M21')"
    )
    return {(row["indicator_code"], row["org_unit_id"], row["span"]): row["value"] for row in found}


@pytest.mark.parametrize("answer", ANSWERS)
def test_known_answer(answer: Answer, values: Values) -> None:
    indicator, unit, window, stated = answer
    value = values[indicator, unit, window]
    assert value is not None
    expected = Decimal(stated.removesuffix("%"))
    scaled = value * 100 if stated.endswith("%") else value
    assert scaled.quantize(expected, rounding=ROUND_HALF_UP) == expected, f"{value} instead of {stated}"


@pytest.mark.parametrize(("indicator", "month", "rate"), RATES)
def test_rates_of_line_b(indicator: str, month: str, rate: str, values: Values) -> None:
    value = values[indicator, "LB", month]
    assert value is not None
    assert abs(value - Decimal(rate)) <= Decimal("0.000001")


def test_oee_is_the_product_of_its_factors(values: Values) -> None:
    for unit in ("LA", "LB", "LC", "M10"):
        factors = [values[f"oee_{name}", unit, SEPTEMBER] for name in ("availability", "performance", "quality_tw")]
        product = Decimal(1)
        for factor in factors:
            assert factor is not None
            product *= factor
        oee = values["oee", unit, SEPTEMBER]
        assert oee is not None
        assert abs(product - oee) <= Decimal("0.000000001")


def test_what_was_made_costs_what_the_books_say_was_sold(demo_duckdb: Published) -> None:
    """Made = sold: actual cost of production of the plant is cost of sales of the sales departments, to the cent."""
    months: list[dict[str, Any]] = demo_duckdb.rows(
        "select period_end, sum(case when org_unit_id = 'M10' then prod_cost else 0 end) as made, "
        "sum(case when org_unit_id = 'M20' then cogs else 0 end) as sold from windows.metric_windows_both_trees "
        "where hierarchy_basis = 'as_was' and window_code = 'M' and org_unit_id in ('M10', 'M20') group by period_end"
    )
    assert len(months) == 21
    for month in months:
        assert month["made"] > 0
        assert month["made"] == month["sold"], month["period_end"]
