"""Findings that cross departments, recomputed from the published marts.

F4 and F5 (the plant's product lines), F7 (sales that are not collected), F8 (customers without revenue), F12
(overstock) and F14 (same stores).

Every expected figure is worked here from the drivers of the demo company's description, beside the figure stated with
the finding.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import pytest

from conftest import Published

D = Decimal
Q3, Q3_2024 = "Q 2025-09-30", "Q 2024-09-30"
YTD, YTD_2024 = "YTD 2025-09-30", "YTD 2024-09-30"
TTM, SEPTEMBER = "TTM 2025-09-30", "M 2025-09-30"

SEASON = [Fraction(share, 100) for share in (120, 110, 90, 90, 95, 95, 90, 90, 100, 105, 105, 110)]
NINE_MONTHS = sum(SEASON[:9])
# What a store sells at the prices of 2,500 in a month of season 1: 1,400 and 1,500 visitors, a fifth of them buy.
SALES_2024, SALES_2025 = 1400 * 2500 // 5, 1500 * 2500 // 5
MARKDOWN = 1500 * (2500 - 2350) // 5 * sum(SEASON[3:9])  # S05 from April on


class Line(NamedTuple):
    """A product line in a month: pieces, price in the invoice's currency, the month's average rate."""

    quantity: int
    price: Fraction
    rate: Fraction

    @property
    def revenue(self) -> Fraction:
        return self.quantity * self.price * self.rate


ONE = Fraction(1)
LINES_2024 = {
    "A": Line(1000, Fraction(1000), ONE),
    "B": Line(800, Fraction(1250), ONE),
    "C": Line(500, Fraction(230), Fraction("7.1")),
}
LINES_2025 = {
    "A": Line(1120, Fraction(1000), ONE),
    "B": Line(800, Fraction(1225), ONE),
    "C": Line(500, Fraction(230), Fraction("7.2")),
}
# Cost of the third quarter: A at 700 and 780 (the price of steel); B at 875, and in August and September 2025 at the
# yield of 93% instead of 98%, to the cent; C at 1,120.
WORN_MONTH = (800 * D(875) * 98 / 93).quantize(D("0.01"), rounding=ROUND_HALF_UP)
COST_2024 = {"A": D(3 * 1000 * 700), "B": D(3 * 800 * 875), "C": D(3 * 500 * 1120)}
COST_2025 = {"A": D(3 * 1120 * 780), "B": 800 * 875 + 2 * WORN_MONTH, "C": D(3 * 500 * 1120)}
# Effects on the plant's product margin, percentage points: of a line's own margin, and of its share (F4).
EFFECTS = {"A": ("-3.0601", "-0.0113"), "B": ("-1.3350", "0.0083"), "C": ("0.2694", "-0.0071")}

# Receivables of M21 and M22, tax included: 1,130,000 a month in 2024; in 2025 1,120 at 1,000 and 800 at 1,225.
BILLED_2024 = 1_130_000
BILLED = {"M21": D(1_120_000) * D("1.13"), "M22": D(980_000) * D("1.13")}
PAID = {"M21": D("0.62"), "M22": D("0.97")}

# Cost of sales of a store in twelve months, 1,750 a receipt, and its stock of 45 days of an average month.
COST_TTM = 1400 * 1750 // 5 * sum(SEASON[9:]) + 1500 * 1750 // 5 * NINE_MONTHS
STOCK = {"S01": D("776712.33"), "S05": D("1553424.66")}
PEERS = ("S01", "S02", "S03", "S04", "S06", "S07", "S08")

Cells = dict[tuple[str, str, str], dict[str, Decimal | None]]


@pytest.fixture(scope="module")
def cells(demo_duckdb: Published) -> Cells:
    """(indicator, unit, window): value, numerator, denominator, each on the indicator's own tree."""
    found = demo_duckdb.rows(
        "select answers.indicator_code, org_unit_id, window_code || ' ' || cast(period_end as varchar) as span, value, "
        "numerator, denominator from marts.indicator_values as answers inner join marts.indicators as indicators "
        "on answers.indicator_code = indicators.indicator_code and answers.indicator_version = "
        "indicators.indicator_version and answers.hierarchy_basis = indicators.default_basis"
    )
    parts = ("value", "numerator", "denominator")
    return {
        (row["indicator_code"], row["org_unit_id"], row["span"]): {part: row[part] for part in parts} for row in found
    }


@pytest.fixture(scope="module")
def lines(demo_duckdb: Published) -> dict[tuple[str, str], dict[str, Fraction]]:
    """(product line, window): revenue and gross profit of the plant, from the marts by product line."""
    found = demo_duckdb.rows(
        "select product_line, window_code || ' ' || cast(period_end as varchar) as span, revenue, gross_profit "
        "from marts.indicators_by_product_line "
        "where org_unit_id = 'M00' and hierarchy_basis = 'as_was' and product_line in ('A', 'B', 'C')"
    )
    return {
        (row["product_line"], row["span"]): {
            "revenue": Fraction(row["revenue"]),
            "gross_profit": Fraction(row["gross_profit"]),
        }
        for row in found
        if row["revenue"] is not None
    }


def known(cells: Cells, indicator: str, unit: str, window: str, part: str = "value") -> Decimal:
    value = cells[indicator, unit, window][part]
    assert value is not None
    return value


def stated(value: Fraction | Decimal, digits: str) -> bool:
    """Whether a value is what the finding states, rounded half up to the digits it states."""
    exact = D(value.numerator) / D(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(D(digits), rounding=ROUND_HALF_UP) == D(digits)


@pytest.mark.parametrize("line", ["A", "B", "C"])
def test_product_line_of_the_third_quarter(line: str, lines: dict[tuple[str, str], dict[str, Fraction]]) -> None:
    for window, driver, cost in ((Q3_2024, LINES_2024, COST_2024), (Q3, LINES_2025, COST_2025)):
        revenue = 3 * driver[line].revenue
        assert lines[line, window] == {"revenue": revenue, "gross_profit": revenue - Fraction(cost[line])}


def test_product_margin_falls_by_rate_and_mix(lines: dict[tuple[str, str], dict[str, Fraction]]) -> None:
    """F4: 30.4101% -> 26.2743%, and what each line does to it; nothing is left over."""
    totals = {
        window: {part: sum(lines[line, window][part] for line in EFFECTS) for part in ("revenue", "gross_profit")}
        for window in (Q3_2024, Q3)
    }
    before, after = (Fraction(totals[window]["gross_profit"], totals[window]["revenue"]) for window in (Q3_2024, Q3))
    assert stated(100 * before, "30.4101")
    assert stated(100 * after, "26.2743")
    assert stated(100 * (after - before), "-4.1358")
    explained = Fraction(0)
    for line, (rate_effect, mix_effect) in EFFECTS.items():
        old, new = lines[line, Q3_2024], lines[line, Q3]
        old_share, new_share = (
            part["revenue"] / totals[window]["revenue"] for part, window in ((old, Q3_2024), (new, Q3))
        )
        old_margin, new_margin = (part["gross_profit"] / part["revenue"] for part in (old, new))
        rate = new_share * (new_margin - old_margin)
        mix = (new_share - old_share) * (old_margin - before)
        assert stated(100 * rate, rate_effect)
        assert stated(100 * mix, mix_effect)
        explained += rate + mix
    assert explained == after - before


def test_product_revenue_of_nine_months(lines: dict[tuple[str, str], dict[str, Fraction]]) -> None:
    """F5: 25,348,500 -> 26,352,000, +1,003,500, line by line."""
    for window, driver, total in ((YTD_2024, LINES_2024, 25_348_500), (YTD, LINES_2025, 26_352_000)):
        assert {line: lines[line, window]["revenue"] for line in driver} == {
            line: 9 * month.revenue for line, month in driver.items()
        }
        assert sum(lines[line, window]["revenue"] for line in driver) == total


def test_price_volume_mix_and_currency_explain_product_revenue(demo_duckdb: Published) -> None:
    """F5: price -180,000 (all B), currency +103,500 (all C), volume +1,322,530.43, mix -242,530.43, from the sales."""
    found = demo_duckdb.rows(
        "select product_line, year(month_end) as sold_in, sum(quantity) as quantity, sum(net_amount) as net_amount, "
        "sum(net_base_amount) as net_base_amount from core.fct_product_sales "
        "where product_line in ('A', 'B', 'C') and month(month_end) <= 9 group by product_line, year(month_end)"
    )
    sold: dict[tuple[str, int], tuple[Fraction, Fraction, Fraction]] = {}
    for row in found:
        quantity, amount, base = (Fraction(row[part]) for part in ("quantity", "net_amount", "net_base_amount"))
        sold[row["product_line"], row["sold_in"]] = (quantity, amount / quantity, base / amount)
    before, after = ({line: sold[line, year] for line in "ABC"} for year in (2024, 2025))
    pieces_before, pieces_after = (sum((one[0] for one in lot.values()), Fraction(0)) for lot in (before, after))
    growth = pieces_after / pieces_before
    effects: dict[str, dict[str, Fraction]] = {"price": {}, "currency": {}, "volume": {}, "mix": {}}
    for line in "ABC":
        (old_quantity, old_price, old_rate), (quantity, price, rate) = before[line], after[line]
        effects["price"][line] = (price - old_price) * old_rate * quantity
        effects["currency"][line] = price * (rate - old_rate) * quantity
        effects["volume"][line] = (growth - 1) * old_quantity * old_price * old_rate
        effects["mix"][line] = (quantity - growth * old_quantity) * old_price * old_rate
    assert effects["price"] == {"A": 0, "B": 9 * 800 * -25, "C": 0}
    assert effects["currency"] == {"A": 0, "B": 0, "C": 9 * 500 * 230 * Fraction("0.1")}
    assert stated(sum(effects["volume"].values(), Fraction(0)), "1322530.43")
    assert stated(sum(effects["mix"].values(), Fraction(0)), "-242530.43")
    assert sum(sum(parts.values()) for parts in effects.values()) == 26_352_000 - 25_348_500


@pytest.mark.parametrize("unit", ["M21", "M22"])
def test_what_was_due_and_what_came_in(unit: str, cells: Cells) -> None:
    """F7: due from January to September is what was billed from November to July; a fixed share is paid on the day."""
    due = 2 * BILLED_2024 + 7 * BILLED[unit]
    assert known(cells, "collection_rate", unit, YTD, "denominator") == due
    assert known(cells, "collection_rate", unit, YTD, "numerator") == due * PAID[unit]
    assert known(cells, "collection_rate", unit, YTD) == PAID[unit]


def test_collection_of_m21_as_stated(cells: Cells) -> None:
    assert known(cells, "collection_rate", "M21", YTD, "numerator") == 6_893_904
    assert known(cells, "collection_rate", "M21", YTD, "denominator") == 11_119_200
    assert known(cells, "collection_rate", "M23", YTD) == 1
    # Against the target of 95%, and the gate of the bonus.
    assert stated(known(cells, "collection_rate", "M21", YTD) / D("0.95"), "0.6526")


def test_receivables_of_m21(cells: Cells) -> None:
    """F7: two months not yet due and 38% of nine that were; 4,225,296 of 6,756,496 are overdue."""
    overdue = (2 * BILLED_2024 + 7 * BILLED["M21"]) * (1 - PAID["M21"])
    ratio = cells["overdue_ratio", "M21", SEPTEMBER]
    assert ratio["numerator"] == overdue == 4_225_296
    assert ratio["denominator"] == 2 * BILLED["M21"] + overdue == 6_756_496
    # Days: (365 / 12) x stock-months / billings.
    balances = [D(2 * BILLED_2024)]
    for month in range(1, 10):
        due = BILLED_2024 if month <= 2 else BILLED["M21"]
        balances.append(balances[-1] + BILLED["M21"] - PAID["M21"] * due)
    stock_months = sum((first + last) / 2 for first, last in pairwise(balances))
    assert balances[-1] == ratio["denominator"]
    assert known(cells, "dso", "M21", YTD, "numerator") == 365 * stock_months
    assert known(cells, "dso", "M21", YTD, "denominator") == 12 * 9 * BILLED["M21"]


def test_sales_of_m21_beat_the_target_that_its_cash_misses(cells: Cells, demo_duckdb: Published) -> None:
    """F7: 10.08 m net on a target of 9.0 m."""
    ((target,),) = (
        tuple(row.values())
        for row in demo_duckdb.rows(
            "select sum(target_value) as target from staging.stg_indicator_target where indicator_code = 'revenue' "
            "and org_id = 'M21' and period_type = 'M' and period_id between 202501 and 202509"
        )
    )
    revenue = known(cells, "revenue", "M21", YTD)
    assert revenue == 9 * 1120 * 1000
    assert 1 + (revenue - target) / target == D("1.12")


@pytest.mark.parametrize("unit", ["M21", "M22", "M23", "H10", "H20", "H30"])
@pytest.mark.parametrize(
    "indicator", ["collection_rate", "new_customers", "new_customer_revenue", "outpatient_revenue"]
)
def test_posts_add_up_to_their_unit(indicator: str, unit: str, cells: Cells) -> None:
    """Level L6: what is due at the posts, and what they win and bill, is what it is for their unit."""
    part = "denominator" if indicator == "collection_rate" else "numerator"
    if (indicator, unit, YTD) not in cells:
        # A clinic grants no credit, a sales unit has no patients: then none of its posts does either.
        assert not [post for code, post, _ in cells if code == indicator and post.startswith(f"{unit}/")]
        return
    for window in (Q3, YTD):
        of_unit = known(cells, indicator, unit, window, part)
        posts = [
            cell[part] or D(0)
            for (code, post, span), cell in cells.items()
            if code == indicator and span == window and post.startswith(f"{unit}/")
        ]
        assert posts
        assert sum(posts) == of_unit


def test_new_customers_of_m22_bring_less_than_planned(cells: Cells, demo_duckdb: Published) -> None:
    """F8: 30 of 20 planned, with 0.48 m of 1.20 m."""
    found = demo_duckdb.rows(
        "select indicator_code, sum(target_value) as target from staging.stg_indicator_target where org_id = 'M22' "
        "and indicator_code in ('new_customers', 'new_customer_revenue') and period_type = 'M' "
        "and period_id between 202507 and 202509 group by indicator_code"
    )
    targets = {row["indicator_code"]: row["target"] for row in found}
    assert targets == {"new_customers": D(20), "new_customer_revenue": D(1_200_000)}
    actual = {code: known(cells, code, "M22", Q3) for code in targets}
    assert actual == {"new_customers": D(30), "new_customer_revenue": D(480_000)}
    assert {code: actual[code] / targets[code] for code in targets} == {
        "new_customers": D("1.5"),
        "new_customer_revenue": D("0.4"),
    }


def test_stock_of_s05_lasts_twice_as_long(cells: Cells) -> None:
    """F12: 91.63 days of stock, 45.81 at its peers."""
    for stores, stock, days in ((PEERS, STOCK["S01"], "45.81"), (("S05",), STOCK["S05"], "91.63")):
        for store in stores:
            expected = Fraction(365, 12) * 12 * Fraction(stock) / COST_TTM
            value = known(cells, "inventory_days", store, TTM)
            assert stated(value, days)
            assert stated(expected, str(value))
    overstocked, peer = (known(cells, "inventory_days", store, TTM) for store in ("S05", "S01"))
    assert abs(overstocked - 2 * peer) <= D("0.0000000001")


def test_half_of_the_stock_of_s05_stands_still(cells: Cells) -> None:
    """F12: what S05 has beyond its peers' stock has not moved; nobody else has such stock."""
    assert known(cells, "slow_inventory_ratio", "S05", SEPTEMBER) == D("0.5")
    assert all(known(cells, "slow_inventory_ratio", store, SEPTEMBER) == 0 for store in (*PEERS, "S09"))
    everything = 7 * STOCK["S01"] + STOCK["S05"] + D("517808.22")
    assert cells["slow_inventory_ratio", "R00", SEPTEMBER]["numerator"] == STOCK["S01"]
    assert cells["slow_inventory_ratio", "R00", SEPTEMBER]["denominator"] == everything


def test_markdown_of_s05(cells: Cells) -> None:
    """F12: 150 less on each of the 1,680 receipts from April to September."""
    receipts = sum(
        known(cells, "avg_ticket", "S05", f"M 2025-{end}", "denominator")
        for end in ("04-30", "05-31", "06-30", "07-31", "08-31", "09-30")
    )
    assert receipts == 1680
    assert receipts * (2500 - known(cells, "avg_ticket", "S05", SEPTEMBER)) == MARKDOWN == 252_000


@pytest.mark.parametrize(
    ("unit", "stores", "marked_down", "growth"),
    [("R00", 8, True, "6.6315"), ("R10", 4, False, "7.1429"), ("R20", 4, True, "6.1201")],
)
def test_same_stores_grow_less_than_the_division(
    unit: str, stores: int, marked_down: bool, growth: str, cells: Cells
) -> None:
    """F14: without S09, which was not there the year before; S08 belongs to R20 in both years."""
    before = stores * SALES_2024 * NINE_MONTHS
    after = stores * SALES_2025 * NINE_MONTHS - (MARKDOWN if marked_down else 0)
    cell = cells["same_store_growth", unit, YTD]
    assert cell["denominator"] == D(before.numerator) / before.denominator
    assert cell["numerator"] == D((after - before).numerator) / (after - before).denominator
    assert stated(100 * known(cells, "same_store_growth", unit, YTD), growth)
