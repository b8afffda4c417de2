"""The demo group's known answers: figures of the planted findings, worked out from the driver tables beforehand.

Each answer is given with the digits it is stated with, and compared after rounding to them.
"""

from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

import pytest

YTD_2025, YTD_2024 = ("YTD", "2025-09-30"), ("YTD", "2024-09-30")
SEPTEMBER, TTM = ("M", "2025-09-30"), ("TTM", "2025-09-30")

Window = tuple[str, str]
Answer = tuple[str, str, Window, str, str]

# Indicator, unit, window, basis, answer; a % stands for a ratio times 100.
THE_LEDGER: list[Answer] = [
    ("net_profit", "G00", YTD_2025, "as_was", "5760192.84"),
    ("net_profit", "G00", ("FY", "2024-12-31"), "as_was", "8229112.80"),
    ("net_profit_growth", "G00", YTD_2025, "as_is", "-4.3882%"),  # the reference ledger has 6,024,565.80 a year before
    ("roe", "G00", YTD_2025, "as_was", "19.3673%"),
    ("roa", "G00", YTD_2025, "as_was", "9.8201%"),
    ("debt_ratio", "G00", SEPTEMBER, "as_was", "47.7067%"),
    ("operating_cash_flow", "G00", YTD_2025, "as_was", "4158229.91"),
    ("operating_cash_flow", "M00", YTD_2025, "as_was", "-221500.03"),
]
F1_SCHEDULING: list[Answer] = [
    ("labor_cost_ratio", "S03", SEPTEMBER, "as_was", "18.00%"),
    ("labor_cost_ratio", "S07", SEPTEMBER, "as_was", "17.10%"),
    ("labor_cost", "S03", YTD_2024, "as_was", "739200"),
    ("labor_cost", "S03", YTD_2025, "as_was", "1188000"),
]
F2_LABOUR_RATIO: list[Answer] = [
    ("labor_cost_ratio", "R00", YTD_2024, "as_was", "12.0000%"),
    ("labor_cost_ratio", "R00", YTD_2025, "as_was", "13.4403%"),
]
F7_COLLECTION: list[Answer] = [
    ("dso", "M21", YTD_2025, "as_was", "109.92"),
    ("dso", "M22", YTD_2025, "as_was", "65.11"),
    ("overdue_ratio", "M21", SEPTEMBER, "as_was", "62.54%"),
]
F8_NEW_CUSTOMERS: list[Answer] = [
    ("new_customers", "M22", ("Q", "2025-09-30"), "as_was", "30"),
]
F9_MEMBERSHIP: list[Answer] = [
    ("gross_margin", "C00", YTD_2025, "as_was", "80%"),
    ("revenue", "C00", ("M", "2025-09-30"), "as_was", "200000"),
]
F11_CLINIC: list[Answer] = [
    ("revenue", "H30", ("M", "2025-03-31"), "as_was", "270000"),
    ("revenue", "H30", ("M", "2025-04-30"), "as_was", "324000"),
    ("revenue", "H00", YTD_2024, "as_was", "10350000"),
    ("revenue", "H00", YTD_2025, "as_was", "10674000"),
    ("revenue_growth", "H00", YTD_2025, "as_is", "3.1304%"),
]
F12_OVERSTOCK: list[Answer] = [
    ("gross_margin", "S05", ("M", "2025-03-31"), "as_was", "30%"),
    ("gross_margin", "S05", ("M", "2025-04-30"), "as_was", "25.5319%"),
    ("gross_margin", "S05", SEPTEMBER, "as_was", "25.5319%"),
    ("gross_margin", "S05", YTD_2025, "as_was", "27.2212%"),
    ("inventory_turnover", "S05", TTM, "as_was", "3.9835"),
    *(
        ("inventory_turnover", unit, TTM, "as_was", "7.9669")
        for unit in ("S01", "S02", "S03", "S04", "S06", "S07", "S08")
    ),
]
F14_REORGANISATION: list[Answer] = [
    ("revenue_growth", "R10", YTD_2025, "as_was", "0.3247%"),
    ("revenue_growth", "R20", YTD_2025, "as_was", "30.6710%"),
    ("revenue_growth", "R10", YTD_2025, "as_is", "7.1429%"),
    ("revenue_growth", "R20", YTD_2025, "as_is", "16.2662%"),
    ("revenue_growth", "R00", YTD_2025, "as_was", "11.7045%"),
    ("revenue_growth", "R00", YTD_2025, "as_is", "11.7045%"),
]
F15_BONUS: list[Answer] = [
    ("bonus_budget_rate", "R00", YTD_2025, "as_was", "130%"),
]
F19_CONTROL_TOTAL: list[Answer] = [
    ("revenue", "R00", YTD_2025, "as_was", "55048000"),
    ("revenue", "M00", YTD_2025, "as_was", "27252000"),
    ("revenue", "H00", YTD_2025, "as_was", "10674000"),
    ("revenue", "C00", YTD_2025, "as_was", "1800000"),
    ("revenue", "ELIM", YTD_2025, "as_was", "-900000"),
    ("revenue", "G00", YTD_2025, "as_was", "93874000"),
    ("revenue", "G00", YTD_2024, "as_was", "86778500"),
    ("revenue_growth", "G00", YTD_2025, "as_is", "8.1766%"),
]
F20_CONTROLS: list[Answer] = [
    ("budget_execution_rate", unit, YTD_2025, "as_was", "100%") for unit in ("S01", "S02", "S04", "S06", "S08")
]
# Worked by hand in scripts/plumbline/demo/people.py: sums of the nine monthly averages of heads, leavers, promotions.
PEOPLE: list[Answer] = [
    ("avg_headcount", "S01", YTD_2025, "as_was", "20"),
    ("avg_headcount", "S03", YTD_2025, "as_was", "29.2222"),
    ("avg_headcount", "S09", YTD_2025, "as_was", "7.0000"),
    ("avg_headcount", "R00", YTD_2025, "as_was", "183.6667"),
    ("avg_headcount", "M00", YTD_2025, "as_was", "57.7778"),
    ("avg_headcount", "G00", YTD_2025, "as_was", "288.1111"),
    ("headcount", "S03", SEPTEMBER, "as_was", "30"),
    ("headcount", "S07", ("M", "2025-05-31"), "as_was", "28"),
    ("turnover_rate", "S01", YTD_2025, "as_was", "13.3333%"),
    ("turnover_rate", "S03", YTD_2025, "as_was", "18.2510%"),
    ("turnover_rate", "S09", YTD_2025, "as_was", "19.0476%"),
    ("turnover_rate", "R00", YTD_2025, "as_was", "14.5191%"),
    ("turnover_rate", "H00", YTD_2025, "as_was", "4.8000%"),
    ("turnover_rate", "G00", YTD_2025, "as_was", "11.1068%"),
    ("promotion_rate", "G00", YTD_2025, "as_was", "4.1651%"),  # 9 x 12 / 2593
]
FINDINGS = {
    "6.2b": THE_LEDGER,
    "F1": F1_SCHEDULING,
    "F2": F2_LABOUR_RATIO,
    "F7": F7_COLLECTION,
    "F8": F8_NEW_CUSTOMERS,
    "F9": F9_MEMBERSHIP,
    "F11": F11_CLINIC,
    "F12": F12_OVERSTOCK,
    "F14": F14_REORGANISATION,
    "F15": F15_BONUS,
    "F19": F19_CONTROL_TOTAL,
    "F20": F20_CONTROLS,
    "people": PEOPLE,
}
ANSWERS = [pytest.param(answer, id=f"{finding} {' '.join([*answer[:2], *answer[2], answer[3]])}")
           for finding, answers in FINDINGS.items() for answer in answers]  # fmt: skip

Values = dict[tuple[str, str, str, str, str], Decimal | None]


@pytest.fixture(scope="module")
def values(demo_duckdb: Any) -> Values:
    """Every published value by indicator, unit, window, period end and basis."""
    names = (
        "indicator_code, org_unit_id, window_code, cast(period_end as varchar) as period_end, hierarchy_basis, value"
    )
    found = demo_duckdb.rows(f"select {names} from marts.indicator_values")
    return {tuple(row.values())[:5]: row["value"] for row in found}


@pytest.fixture(scope="module")
def position(demo_duckdb: Any) -> dict[str, Any]:
    """The group's components over the first nine months of 2025."""
    sql = (
        "select * from windows.metric_windows_both_trees where org_unit_id = 'G00' and hierarchy_basis = 'as_was' "
        "and window_code = 'YTD' and period_end = date '2025-09-30'"
    )
    (row,) = demo_duckdb.rows(sql)
    return dict(row)


@pytest.mark.parametrize("answer", ANSWERS)
def test_known_answer(answer: Answer, values: Values) -> None:
    indicator, unit, window, basis, stated = answer
    value = values[indicator, unit, *window, basis]
    assert value is not None
    expected = Decimal(stated.removesuffix("%"))
    scaled = value * 100 if stated.endswith("%") else value
    assert scaled.quantize(expected, rounding=ROUND_HALF_UP) == expected, f"{value} instead of {stated}"


@pytest.mark.parametrize(
    ("component", "stated"),
    [
        ("total_assets_opening", "75078429.97"),
        ("total_assets_closing", "81341118.10"),
        ("equity_opening", "36775723.77"),
        ("equity_closing", "42535916.61"),
    ],
)
def test_known_balance(component: str, stated: str, position: dict[str, Any]) -> None:
    assert position[component] == Decimal(stated)


@pytest.mark.parametrize(
    ("period_end", "stores", "stated"),
    [("2025-09-30", 9, "12.24"), ("2025-03-31", 8, "12.06")],
)
def test_labour_ratio_of_the_median_store(period_end: str, stores: int, stated: str, values: Values) -> None:
    """F1: what S03 and S07 are measured against."""
    ratios = [values["labor_cost_ratio", f"S0{number}", "M", period_end, "as_was"] for number in range(1, stores + 1)]
    known = [ratio for ratio in ratios if ratio is not None]
    assert len(known) == stores
    assert round(median(known) * 100, 2) == Decimal(stated)


def test_stock_of_s05_turns_half_as_fast(values: Values) -> None:
    """F12: the ratio to its peers is exactly 2."""
    peer, overstocked = (values["inventory_turnover", unit, *TTM, "as_was"] for unit in ("S01", "S05"))
    assert peer is not None
    assert overstocked is not None
    assert abs(peer - 2 * overstocked) <= Decimal("0.00000001")
