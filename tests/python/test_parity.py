"""MetricFlow and the compiled marts read the same definitions; a comparison that misses something must be a failure."""

import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import ROOT, Published
from plumbline.engines import open_duckdb
from plumbline.errors import PlumblineError
from plumbline.proof.parity import (
    RANGE,
    Parity,
    agree,
    blanked,
    check,
    check_company,
    compare,
    complete,
    report,
    undeclared,
)
from plumbline.proof.parity_readers import Marts, Metric, Place, Reading, Span, Window, calendar_span

REVENUE = Metric("revenue", "exact", ("ledger",), True, 4, None, False, False, frozenset(), "", ())
MARGIN = replace(REVENUE, name="margin", reading="ratio", denominator="revenue")
CUSTOMERS = replace(REVENUE, name="customers", reading="distinct")
GROWTH = replace(
    MARGIN,
    name="growth",
    needs_positive_base=True,
    is_offset=True,
    exceptions=frozenset({"partial_years"}),
    reason="unequal lengths",
    covered_by=("O10",),
)
JUNE = Window("M", date(2025, 6, 30))
JUNE_DAYS = Span(date(2025, 6, 1), date(2025, 6, 30))
COMPANY = Place("as_was", 1, "CO")
TEAM = Place("as_was", 5, "T1")


def marts_of(reading: Reading, place: Place = COMPANY, name: str = "revenue") -> Marts:
    return Marts(date(2024, 1, 1), {JUNE: JUNE_DAYS}, {(JUNE, place): {name: reading}})


def outcome(marts: Marts, value: Decimal | float | None, metric: Metric = REVENUE, place: Place = COMPANY) -> Parity:
    parity = Parity({metric.name: metric})
    compare(parity, parity.metrics, marts, {(JUNE_DAYS, place): {metric.name: value}}, "month")
    return parity


@pytest.mark.parametrize(
    ("metric", "published", "metricflow", "expected"),
    [
        (REVENUE, Decimal("10.000000"), Decimal("10.00"), True),
        (REVENUE, Decimal("10.000000"), Decimal("10.000001"), False),
        (REVENUE, Decimal("0"), None, False),
        (REVENUE, None, None, True),
        (MARGIN, Decimal("0.3333333333"), 1 / 3, True),
        (MARGIN, Decimal("0.3333333333"), 0.333333335, False),
        (MARGIN, None, 0.0, False),
        (CUSTOMERS, Decimal("0"), None, True),
        (CUSTOMERS, Decimal("1"), None, False),
    ],
)
def test_sums_agree_to_the_last_digit_and_ratios_to_nine(
    metric: Metric, published: Decimal | None, metricflow: Decimal | float | None, expected: bool
) -> None:
    assert agree(metric, published, metricflow) is expected


def test_metricflow_s_own_denominator_decides_whether_a_base_is_positive() -> None:
    assert blanked(GROWTH, {"growth": -3.5, "revenue": Decimal("-20")}) is None
    assert blanked(GROWTH, {"growth": 0.1, "revenue": Decimal("100")}) == 0.1
    assert blanked(MARGIN, {"margin": -0.5, "revenue": Decimal("-20")}) == -0.5


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 1), 1, Span(date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 12, 31), 3, Span(date(2024, 10, 1), date(2024, 12, 31))),
        (date(2025, 1, 1), 12, Span(date(2025, 1, 1), date(2025, 9, 30))),
    ],
)
def test_a_running_year_ends_with_the_last_reported_month(day: date, months: int, expected: Span) -> None:
    assert calendar_span(day, months, last_day=date(2025, 9, 30)) == expected


def test_a_different_value_is_named_with_its_place() -> None:
    assert outcome(marts_of(Reading(Decimal("5"))), Decimal("5")).is_right
    found = outcome(marts_of(Reading(Decimal("5"))), Decimal("6")).differences
    assert found == ["revenue of CO (company, as_was), M 2025-06-30: marts 5, MetricFlow 6"]


def test_what_only_one_reader_has_is_a_difference() -> None:
    unknown = outcome(marts_of(Reading(Decimal("5"))), Decimal("5"), place=TEAM).differences
    assert unknown == [
        "revenue of CO (company, as_was), M 2025-06-30: marts 5, MetricFlow None",
        "MetricFlow has T1 (team, as_was), M 2025-06-30, the marts have not",
    ]
    assert "marts have no row" in outcome(marts_of(Reading(None), name="other"), Decimal("5")).differences[0]


def test_an_indicator_is_not_asked_for_below_its_lowest_level() -> None:
    parity = outcome(marts_of(Reading(None), TEAM, name="other"), Decimal("5"), place=TEAM)
    assert not parity.differences
    assert not parity.is_right, "nothing was compared"


def test_declared_exceptions_are_counted_and_undeclared_ones_are_not_left_out() -> None:
    year = Window("YTD", date(2025, 6, 30)), Span(date(2025, 1, 1), date(2025, 6, 30))
    marts = Marts(date(2024, 1, 1), {year[0]: year[1]}, {(year[0], COMPANY): {"growth": Reading(Decimal("0.1"))}})
    rows: dict[tuple[Span, Place], dict[str, Decimal | float | None]] = {
        (year[1], COMPANY): {"growth": -0.4, "revenue": Decimal("1")}
    }
    declared, silent = Parity({"growth": GROWTH}), Parity({"growth": replace(GROWTH, exceptions=frozenset())})
    for parity in (declared, silent):
        compare(parity, parity.metrics, marts, rows, "year")
    assert declared.excepted == {("growth", "partial_years"): 1}
    assert not declared.differences
    assert len(silent.differences) == 1


def test_a_score_withheld_for_want_of_answers_is_left_out_where_the_metric_says_so() -> None:
    surveyed = replace(MARGIN, exceptions=frozenset({"low_sample"}), reason="no threshold", covered_by=("P03",))
    withheld = marts_of(Reading(None, "low_sample"), name="margin")
    declared = outcome(withheld, 92.0, surveyed)
    assert not declared.differences
    assert declared.excepted == {("margin", "low_sample"): 1}
    assert len(outcome(withheld, 92.0, MARGIN).differences) == 1
    assert len(outcome(marts_of(Reading(None, "zero_denominator"), name="margin"), 92.0, surveyed).differences) == 1


@pytest.mark.parametrize(("value", "differences"), [(None, 0), (Decimal("0.1"), 1)])
def test_growth_over_a_prior_year_with_missing_months_must_be_missing(value: Decimal | None, differences: int) -> None:
    quarter = Window("Q", date(2025, 6, 30))
    span = Span(date(2025, 4, 1), date(2025, 6, 30))
    marts = Marts(date(2024, 6, 1), {quarter: span}, {(quarter, COMPANY): {"growth": Reading(value)}})
    parity = Parity({"growth": replace(GROWTH, exceptions=frozenset({"partial_years", "short_history"}))})
    compare(parity, parity.metrics, marts, {(span, COMPANY): {"growth": 3.0, "revenue": Decimal("1")}}, "quarter")
    assert parity.excepted == {("growth", "short_history"): 1}
    assert len(parity.differences) == differences


def test_a_metric_never_compared_is_a_failure() -> None:
    parity = outcome(marts_of(Reading(None)), None)
    complete(parity, ["month"], with_values=False)
    assert parity.differences == []
    complete(parity, ["month", "quarter", RANGE], with_values=True)
    assert parity.differences == [
        "revenue by quarter: never compared",
        f"revenue by {RANGE}: never compared",
        "revenue: no value anywhere to compare",
    ]


def test_limits_of_metricflow_need_a_reason_and_an_oracle_that_exists() -> None:
    metrics = {
        "growth": GROWTH,
        "bare": replace(GROWTH, name="bare", covered_by=()),
        "lost": replace(GROWTH, name="lost", covered_by=("O99",)),
    }
    found = undeclared(metrics, ROOT / "tests/oracles")
    assert [line.split(":")[0] for line in found] == ["bare", "lost"]


def test_both_readers_agree_on_the_demo_group(demo_duckdb: Published, capsys: pytest.CaptureFixture[str]) -> None:
    parity = check_company(demo_duckdb.company, demo_duckdb.company.published_file)
    with capsys.disabled():
        print("\n" + report(parity))
    assert parity.is_right, report(parity)
    grains = {grain for _, grain in parity.compared}
    assert grains == {"month", "quarter", "year", RANGE}
    assert {reading for reading, _ in parity.compared} == {"exact", "distinct", "ratio"}


def test_both_readers_agree_on_the_real_company(adventureworks: Published, capsys: pytest.CaptureFixture[str]) -> None:
    parity = check_company(adventureworks.company, adventureworks.company.published_file)
    with capsys.disabled():
        print("\n" + report(parity))
    assert parity.is_right, report(parity)


def test_a_cent_too_much_in_one_unit_is_found(demo_duckdb: Published, tmp_path: Path) -> None:
    tampered = tmp_path / demo_duckdb.company.published_file.name
    shutil.copyfile(demo_duckdb.company.published_file, tampered)
    with open_duckdb(tampered) as connection:
        changed = connection.execute(
            """
            update marts.metric_windows set revenue = revenue + 0.01
            where org_unit_id = 'S01' and window_code = 'M' and period_end = date '2025-06-30'
            """
        ).fetchall()
    assert changed != [(0,)]
    parity = check(tampered, demo_duckdb.target_path, ROOT / "tests/oracles", only=["gross_margin"])
    where = re.compile(r"^(revenue|gross_profit|gross_margin) of S01 \(department, as_\w+\), M 2025-06-30: ")
    assert parity.differences
    assert all(where.match(difference) for difference in parity.differences), report(parity)


def test_an_unknown_metric_is_named(demo_duckdb: Published) -> None:
    with pytest.raises(PlumblineError, match="no metric profitt"):
        check_company(demo_duckdb.company, demo_duckdb.company.published_file, ["profitt"])
