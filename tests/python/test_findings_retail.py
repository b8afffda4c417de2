"""The retail findings of the demo group (F1, F2, F13, F15), recomputed from the published marts.

Expected figures are those stated with the findings, or worked by hand from the driver tables beside them.
"""

from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any, NamedTuple

import pytest

D = Decimal
STORES = tuple(f"S0{number}" for number in range(1, 10))
YTD_2025, YTD_2024 = ("YTD", "2025-09-30"), ("YTD", "2024-09-30")
SEPTEMBER, MARCH = ("M", "2025-09-30"), ("M", "2025-03-31")
Window = tuple[str, str]

# Work of a whole hour per visitor beyond 2.00 costs 30 of the 500 that a visitor brings: 6 points.
LABOUR_RATIO_SEPTEMBER = {
    "S01": "12.00", "S02": "11.76", "S03": "18.00", "S04": "12.24", "S05": "12.89", "S06": "11.88", "S07": "17.10",
    "S08": "12.00", "S09": "13.20",
}  # fmt: skip
LABOUR_RATIO_MARCH = {
    "S01": "12.00", "S02": "11.76", "S03": "18.00", "S04": "12.24", "S05": "12.12", "S06": "11.88", "S07": "17.10",
    "S08": "12.00",
}  # fmt: skip
# Rate and mix effect of every store on R00's ratio, percentage points (F2); S09 enters.
EFFECTS = {
    "S01": ("0.000000", "0.000000"), "S02": ("0.000000", "0.001225"), "S03": ("0.719372", "0.000000"),
    "S04": ("0.000000", "-0.001225"), "S05": ("0.055483", "-0.001162"), "S06": ("0.000000", "0.000613"),
    "S07": ("0.611466", "0.000000"), "S08": ("0.000000", "0.000000"), "S09": ("0.054498", "0.000000"),
}  # fmt: skip
# Worked in the first lines of training, store_wfm and incentives in scripts/plumbline/demo/, or beside the row.
KNOWN: list[tuple[str, str, Window, str]] = [
    ("traffic", "S01", SEPTEMBER, "1500"),
    ("traffic", "S09", YTD_2025, "5000"),
    ("traffic", "R00", YTD_2025, "110600"),  # 8 stores × 1,500 × 8.80 of the season + 5 × 1,000
    *(("conversion_rate", store, SEPTEMBER, "20%") for store in STORES),
    ("conversion_rate", "R00", YTD_2025, "20.0000%"),
    ("avg_ticket", "S01", SEPTEMBER, "2500"),
    ("avg_ticket", "S05", MARCH, "2500"),
    ("avg_ticket", "S05", SEPTEMBER, "2350"),
    ("labor_hours_per_100_visits", "S01", SEPTEMBER, "200"),
    ("labor_hours_per_100_visits", "S03", SEPTEMBER, "300"),
    ("labor_hours_per_100_visits", "S07", SEPTEMBER, "285"),
    ("labor_hours_per_100_visits", "S09", SEPTEMBER, "220"),
    ("labor_hours_per_100_visits", "S03", ("M", "2024-09-30"), "200"),
    *(("hourly_labor_rate", store, YTD_2025, "30") for store in STORES),
    ("hourly_labor_rate", "R00", YTD_2025, "30"),
    ("schedule_adherence", "S01", SEPTEMBER, "97.4026%"),
    ("schedule_adherence", "S03", SEPTEMBER, "98.2533%"),
    ("schedule_adherence", "R00", SEPTEMBER, "97.5753%"),
    ("training_hours_per_head", "S01", YTD_2025, "8"),
    ("training_hours_per_head", "S03", YTD_2025, "6.8441"),
    ("training_hours_per_head", "S07", YTD_2025, "6.9960"),
    ("training_hours_per_head", "S09", YTD_2025, "19.4286"),
    ("training_hours_per_head", "R00", YTD_2025, "8.1016"),
    ("training_hours_per_head", "M10", YTD_2025, "17.5349"),
    ("training_hours_per_head", "H00", YTD_2025, "5.6160"),
    ("training_hours_per_head", "G00", YTD_2025, "8.4898"),
    ("labor_cost_per_head", "S01", YTD_2025, "52800"),  # 12 × 792,000 / 180
    ("labor_cost_per_head", "Z00", YTD_2025, "151048.9510"),  # 12 × 1,800,000 / 143
    ("market_share", "R10", SEPTEMBER, "30.0000%"),
    ("market_share", "R20", SEPTEMBER, "43.1875%"),
    ("market_share", "R00", SEPTEMBER, "35.8611%"),
    ("market_share", "M20", SEPTEMBER, "20%"),
    ("market_share", "M20", YTD_2024, "20%"),
    ("bonus_budget_rate", "R00", YTD_2025, "130%"),  # F15
    ("revenue", "R00", YTD_2025, "55048000"),  # F13
]


class Cell(NamedTuple):
    """An indicator of one unit and window, as published."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


Cells = dict[tuple[str, str, str, str], Cell]


@pytest.fixture(scope="module")
def cells(demo_duckdb: Any) -> Cells:
    """(indicator, unit, window, period end) on the as-was tree."""
    rows = demo_duckdb.rows(
        """
        select indicator_code, org_unit_id, window_code, cast(period_end as varchar) as period_end, value, numerator,
            denominator
        from marts.indicator_values
        where hierarchy_basis = 'as_was'
        """
    )
    return {
        (row["indicator_code"], row["org_unit_id"], row["window_code"], row["period_end"]): Cell(
            row["value"], row["numerator"], row["denominator"]
        )
        for row in rows
    }


def ratio(cell: Cell) -> Decimal:
    assert cell.numerator is not None
    assert cell.denominator
    return cell.numerator / cell.denominator


def at(value: Decimal, places: str) -> Decimal:
    return value.quantize(D(places), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("answer", KNOWN)
def test_known_answer(answer: tuple[str, str, Window, str], cells: Cells) -> None:
    indicator, unit, window, stated = answer
    value = cells[indicator, unit, *window].value
    assert value is not None
    expected = D(stated.removesuffix("%"))
    scaled = value * 100 if stated.endswith("%") else value
    assert scaled.quantize(expected, rounding=ROUND_HALF_UP) == expected, f"{value} instead of {stated}"


@pytest.mark.parametrize(
    ("window", "ratios", "stated"),
    [
        (SEPTEMBER, LABOUR_RATIO_SEPTEMBER, ("12.24", "0.48", "8.09", "6.83")),
        (MARCH, LABOUR_RATIO_MARCH, ("12.06", "0.18", "22.26", "18.89")),
    ],
)
def test_f1_two_stores_stand_out(window: Window, ratios: dict[str, str], stated: tuple[str, ...], cells: Cells) -> None:
    """Median, MAD and robust z of S03 and S07."""
    found = {store: ratio(cells["labor_cost_ratio", store, *window]) * 100 for store in ratios}
    assert {store: at(value, "0.01") for store, value in found.items()} == {
        store: D(value) for store, value in ratios.items()
    }
    centre = median(found.values())
    spread = median(abs(value - centre) for value in found.values())
    robust = {store: D("0.6745") * (value - centre) / spread for store, value in found.items()}
    measures = (centre, spread, robust["S03"], robust["S07"])
    assert tuple(at(value, "0.01") for value in measures) == tuple(D(value) for value in stated)
    assert [store for store, z in robust.items() if abs(z) > D("3.5")] == ["S03", "S07"]


def test_f1_labour_cost_of_s03_rises_with_hours_per_visitor(cells: Cells) -> None:
    """739,200 → 1,188,000 = traffic +52,800, hours per visitor +396,000, hourly rate 0."""
    before, after = YTD_2024, YTD_2025
    visitors = [cells["traffic", "S03", *window].value for window in (before, after)]
    hours = [ratio(cells["labor_hours_per_100_visits", "S03", *window]) / 100 for window in (before, after)]
    rate = [ratio(cells["hourly_labor_rate", "S03", *window]) for window in (before, after)]
    assert visitors[0] is not None
    assert visitors[1] is not None
    assert visitors[0] * hours[0] * rate[0] == D(739200) == cells["labor_cost", "S03", *before].value
    assert visitors[1] * hours[1] * rate[1] == D(1188000) == cells["labor_cost", "S03", *after].value
    assert (visitors[1] - visitors[0]) * hours[0] * rate[0] == D(52800)
    assert visitors[1] * (hours[1] - hours[0]) * rate[0] == D(396000)
    assert rate[0] == rate[1]


def test_f1_excess_hours_beyond_two_a_visitor(cells: Cells) -> None:
    excess = {}
    for store in ("S03", "S07"):
        hours = cells["hourly_labor_rate", store, *YTD_2025].denominator
        visitors = cells["traffic", store, *YTD_2025].value
        assert hours is not None
        assert visitors is not None
        excess[store] = hours - 2 * visitors
    assert excess == {"S03": D(13200), "S07": D(11220)}
    assert {store: hours * 30 for store, hours in excess.items()} == {"S03": D(396000), "S07": D(336600)}


def test_f1_the_excess_of_s03_is_in_the_morning(demo_duckdb: Any) -> None:
    """46.67% of S03's hours meet 20% of its traffic."""
    hours = demo_duckdb.rows(
        """
        select daypart, sum(worked_hours) as amount
        from staging.stg_timesheet
        where org_id = 'S03' and work_date between '2025-01-01' and '2025-09-30'
        group by daypart
        """
    )
    visitors = demo_duckdb.rows(
        """
        select case when hour < 12 then 'am' when hour < 17 then 'pm' else 'eve' end as daypart,
            sum(visitors) as amount
        from staging.stg_store_traffic
        where org_id = 'S03' and traffic_date between '2025-01-01' and '2025-09-30'
        group by 1
        """
    )
    shares = []
    for rows in (hours, visitors):
        total = sum(D(row["amount"]) for row in rows)
        shares.append({row["daypart"]: at(D(row["amount"]) / total * 100, "0.01") for row in rows})
    assert shares[0] == {"am": D("46.67"), "pm": D("26.67"), "eve": D("26.67")}
    assert shares[1] == {"am": D("20.00"), "pm": D("40.00"), "eve": D("40.00")}


def test_f2_every_store_explains_its_part_of_r00(cells: Cells) -> None:
    """12.0000% → 13.4403%: rate w₁(r₁ - r₀) and mix (w₁ - w₀)(r₀ - R₀) of every store, without residual."""
    group = [ratio(cells["labor_cost_ratio", "R00", *window]) for window in (YTD_2024, YTD_2025)]
    assert [at(value * 100, "0.0001") for value in group] == [D("12.0000"), D("13.4403")]
    total = [cells["labor_cost_ratio", "R00", *window].denominator for window in (YTD_2024, YTD_2025)]
    assert total[0]
    assert total[1]
    found, explained = {}, D(0)
    for store in STORES:
        now = cells["labor_cost_ratio", store, *YTD_2025]
        before = cells.get(("labor_cost_ratio", store, *YTD_2024))
        assert now.denominator is not None
        weight = now.denominator / total[1]
        if before is None or not before.denominator:
            rate, mix = weight * (ratio(now) - group[0]), D(0)
        else:
            rate = weight * (ratio(now) - ratio(before))
            mix = (weight - before.denominator / total[0]) * (ratio(before) - group[0])
        explained += rate + mix
        found[store] = (at(rate * 100, "0.000001"), at(mix * 100, "0.000001"))
    assert found == {store: (D(rate), D(mix)) for store, (rate, mix) in EFFECTS.items()}
    assert abs(explained - (group[1] - group[0])) < D("1e-20")
    assert at(explained * 100, "0.00001") == D("1.44027")


def test_f13_what_the_forecast_of_r00_starts_from(demo_duckdb: Any, cells: Cells) -> None:
    """Revenue to September, the prior year's share of it, S09's plan; 75,656,363.64 bottom-up follows from them."""
    revenue = {store: cells["revenue", store, *YTD_2025].value for store in STORES}
    assert revenue == dict.fromkeys(STORES, D(6600000)) | {"S05": D(6348000), "S09": D(2500000)}
    full_year = {store: cells["revenue", store, "FY", "2024-12-31"].value for store in STORES[:8]}
    forecast = D(0)
    for store in STORES[:8]:
        so_far, whole, to_date = cells["revenue", store, *YTD_2024].value, full_year[store], revenue[store]
        assert so_far is not None
        assert whole is not None
        assert to_date is not None
        assert at(so_far / whole, "0.000001") == D("0.733333")
        forecast += to_date * whole / so_far
    plan = demo_duckdb.rows(
        """
        select period_id, amount
        from staging.stg_plan_line
        where scenario = 'budget' and org_id = 'S09' and line_code = 'REV_MAIN' and period_id between 202501 and 202512
        order by period_id
        """
    )
    assert [(row["period_id"], D(row["amount"])) for row in plan] == [
        (period, D(500000)) for period in range(202505, 202513)
    ]
    assert revenue["S09"] is not None
    forecast += revenue["S09"] + sum(D(row["amount"]) for row in plan if row["period_id"] > 202509)
    assert at(forecast, "0.01") == D("75656363.64")


def test_f15_bonus_accrued_and_budgeted(cells: Cells) -> None:
    found = cells["bonus_budget_rate", "R00", *YTD_2025]
    assert (found.numerator, found.denominator) == (D(1170000), D(900000))


def test_f15_schemes_arrive(demo_duckdb: Any) -> None:
    schemes = demo_duckdb.rows(
        "select scheme_id, base_pool, budget_pool, cash_gate_target from staging.stg_bonus_scheme"
    )
    assert {row["scheme_id"]: (row["base_pool"], row["budget_pool"], row["cash_gate_target"]) for row in schemes} == {
        "BS-R00-2025": (D(1200000), D(1200000), None),
        "BS-M21-2025": (D(300000), D(300000), D("0.95")),
        "BS-H30-2025": (D(100000), D(100000), None),
    }


def test_two_experts_agree_on_the_weights_of_s01(demo_duckdb: Any) -> None:
    """Their judgements (3, 5, 4) and (3, 5, 1) have the geometric mean (3, 5, 2): the accepted matrix of O9."""
    judged = demo_duckdb.rows(
        """
        select indicator_i, indicator_j, judgement
        from staging.stg_ahp_judgement
        where scorecard_id = 'SC-S01' order by indicator_i, indicator_j, expert_id
        """
    )
    pooled: dict[tuple[str, str], Decimal] = {}
    for row in judged:
        pair = (row["indicator_i"], row["indicator_j"])
        pooled[pair] = pooled.get(pair, D(1)) * D(row["judgement"])
    # Two experts: the geometric mean is the square root of the product.
    assert {pair: at(product.sqrt(), "0.000001") for pair, product in pooled.items()} == {
        ("revenue", "gross_margin"): D(3),
        ("revenue", "labor_cost_ratio"): D(5),
        ("gross_margin", "labor_cost_ratio"): D(2),
    }
