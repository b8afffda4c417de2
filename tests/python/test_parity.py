"""MetricFlow and the compiled marts read the same definitions; a comparison that misses something must be a failure."""

import re
import shutil
from collections.abc import Callable
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
    WINDOWS,
    Parity,
    agree,
    blanked,
    check,
    check_company,
    compare,
    complete,
    report,
)
from plumbline.proof.parity_metrics import LOW_SAMPLE, ONLY_ONE, WINDOW_SET, Clock, Metric, Rule, undeclared
from plumbline.proof.parity_readers import MEMBER_MARTS, Marts, Place, Reading, Span, Window, calendar_span

REVENUE = Metric("revenue", "exact", ("ledger",), is_published=True, lowest_level=4, parts=("revenue",))
MARGIN = replace(REVENUE, name="margin", reading="ratio", parts=("profit", "revenue"))
CUSTOMERS = replace(REVENUE, name="customers", reading="distinct")
GROWTH = replace(
    MARGIN,
    name="growth",
    positive_bases=("revenue",),
    is_offset=True,
    exceptions=frozenset({"partial_years"}),
    reason="unequal lengths",
    covered_by=("O10",),
    proofs=frozenset({"revenue_growth"}),
)
SCORE = replace(
    MARGIN,
    name="score",
    rule=Rule(LOW_SAMPLE, "answers", minimum=30),
    exceptions=frozenset({LOW_SAMPLE}),
    reason="no threshold",
    covered_by=("P03",),
    proofs=frozenset({"customer_satisfaction"}),
)
JUNE = Window("M", date(2025, 6, 30))
JUNE_DAYS = Span(date(2025, 6, 1), date(2025, 6, 30))
COMPANY = Place("as_was", 1, "CO")
TEAM = Place("as_was", 5, "T1")
PART = Place("as_was", 1, "CO", "bikes")


def marts_of(reading: Reading, place: Place = COMPANY, name: str = "revenue") -> Marts:
    return Marts(date(2024, 1, 1), {JUNE: JUNE_DAYS}, {(JUNE, place): {name: reading}})


Row = dict[str, Decimal | float | None]


def outcome_of_row(marts: Marts, row: Row, metric: Metric, place: Place = COMPANY) -> Parity:
    parity = Parity({metric.name: metric})
    compare(parity, parity.metrics, marts, {(JUNE_DAYS, place): row}, "month")
    return parity


def outcome(marts: Marts, value: Decimal | float | None, metric: Metric = REVENUE, place: Place = COMPANY) -> Parity:
    return outcome_of_row(marts, {metric.name: value}, metric, place)


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


def test_metricflow_s_own_coverage_decides_whether_anybody_reports() -> None:
    slow = replace(MARGIN, name="slow", coverage=("aged", "stock"))
    assert blanked(slow, {"slow": 0.0, "aged": Decimal("0"), "stock": Decimal("9")}) is None
    assert blanked(slow, {"slow": 0.5, "aged": Decimal("4"), "stock": Decimal("9")}) == 0.5
    assert blanked(slow, {"slow": None, "aged": Decimal("0"), "stock": Decimal("0")}) is None


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
    rows: dict[tuple[Span | Window, Place], Row] = {(year[1], COMPANY): {"growth": -0.4, "revenue": Decimal("1")}}
    declared, silent = Parity({"growth": GROWTH}), Parity({"growth": replace(GROWTH, exceptions=frozenset())})
    for parity in (declared, silent):
        compare(parity, parity.metrics, marts, rows, "year")
    assert declared.excepted == {("growth", "partial_years"): 1}
    assert not declared.differences
    assert len(silent.differences) == 1


def test_a_score_withheld_for_want_of_answers_is_left_out_where_metricflow_counts_too_few() -> None:
    withheld = marts_of(Reading(None, "low_sample"), name="score")
    declared = outcome_of_row(withheld, {"score": 92.0, "answers": Decimal("29")}, SCORE)
    assert not declared.differences
    assert declared.excepted == {("score", LOW_SAMPLE): 1}
    assert len(outcome_of_row(withheld, {"score": 92.0, "answers": Decimal("30")}, SCORE).differences) == 1
    undeclared_score = replace(SCORE, exceptions=frozenset())
    assert len(outcome_of_row(withheld, {"score": 92.0, "answers": Decimal("29")}, undeclared_score).differences) == 1


def test_a_score_shown_although_too_few_answered_is_a_difference() -> None:
    shown = marts_of(Reading(Decimal("92")), name="score")
    found = outcome_of_row(shown, {"score": 92.0, "answers": Decimal("29")}, SCORE).differences
    assert found == ["score of CO (company, as_was), M 2025-06-30: a value although answers is 29"]


def test_a_count_that_only_the_marts_have_decides_whether_one_product_was_made() -> None:
    cost = replace(SCORE, name="cost", rule=Rule(ONLY_ONE, "products", maximum=1), exceptions=frozenset({ONLY_ONE}))
    for count, differences in ((2, 0), (1, 1)):
        marts = marts_of(Reading(None, "not_applicable"), name="cost")
        marts.readings[JUNE, COMPANY]["products"] = Reading(Decimal(count))
        assert len(outcome_of_row(marts, {"cost": 12.5}, cost).differences) == differences


def test_window_sets_are_compared_by_window_code_and_period_end() -> None:
    due = replace(REVENUE, name="due", clock=Clock.window)
    year = Window("YTD", JUNE.period_end)
    readings = {(JUNE, COMPANY): {"due": Reading(Decimal("5"))}, (year, COMPANY): {"due": Reading(Decimal("8"))}}
    marts = Marts(date(2024, 1, 1), {JUNE: JUNE_DAYS, year: Span(date(2025, 1, 1), JUNE.period_end)}, readings)
    parity = Parity({"due": due})
    rows: dict[tuple[Span | Window, Place], Row] = {
        (JUNE, COMPANY): {"due": Decimal("5")},
        (year, COMPANY): {"due": Decimal("9")},
    }
    compare(parity, parity.metrics, marts, rows, WINDOWS)
    assert parity.compared == {("exact", WINDOWS): 1}
    assert parity.differences == ["due of CO (company, as_was), YTD 2025-06-30: marts 8, MetricFlow 9"]


def test_window_sets_without_any_row_are_compared_all_the_same() -> None:
    due = replace(REVENUE, name="due", clock=Clock.window, parts=("due",))
    parity = Parity({"due": due})
    compare(parity, parity.metrics, marts_of(Reading(Decimal("5")), PART, "due"), {}, f"{WINDOWS} and product_line")
    assert parity.differences == ["due of CO / bikes (company, as_was), M 2025-06-30: marts 5, MetricFlow None"]


def test_a_member_without_a_row_counts_as_nothing_and_as_nothing_else() -> None:
    assert not outcome(marts_of(Reading(Decimal("0")), PART), None, place=PART).differences
    found = outcome(marts_of(Reading(Decimal("5")), PART), None, place=PART).differences
    assert found == ["revenue of CO / bikes (company, as_was), M 2025-06-30: marts 5, MetricFlow None"]
    half = outcome_of_row(marts_of(Reading(Decimal("0")), PART, "margin"), {"revenue": Decimal("3")}, MARGIN, PART)
    assert half.undefined == {"a part of it has no row for the member": 1}


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
    complete(parity, {Clock.month: ["month"]}, with_values=False)
    assert parity.differences == []
    complete(parity, {Clock.month: ["month", "quarter", RANGE]}, with_values=True)
    assert parity.differences == [
        "revenue by quarter: never compared",
        f"revenue by {RANGE}: never compared",
        "revenue: no value anywhere to compare",
    ]


def test_a_metric_left_out_by_its_exception_everywhere_is_not_never_compared() -> None:
    year = Window("R12", date(2025, 12, 31))
    span = Span(date(2025, 1, 1), date(2025, 12, 31))
    marts = Marts(date(2024, 4, 1), {year: span}, {(year, COMPANY): {"growth": Reading(None)}})
    parity = Parity({"growth": replace(GROWTH, exceptions=frozenset({"short_history"}))})
    compare(parity, parity.metrics, marts, {(span, COMPANY): {"growth": 3.0}}, "year")
    complete(parity, {Clock.month: ["year"]}, with_values=False)
    assert not parity.differences


def test_a_fiscal_year_that_is_no_calendar_year_is_named() -> None:
    year, months = Window("YTD", date(2025, 6, 30)), Span(date(2024, 7, 1), date(2025, 6, 30))
    marts = Marts(date(2024, 1, 1), {JUNE: JUNE_DAYS, year: months})
    assert marts.codes_without_grouping() == ["YTD"]
    assert marts.other_spans() == [months]
    assert not marts.has_windows("year")


def test_limits_of_metricflow_need_a_reason_and_an_oracle_that_answers() -> None:
    metrics = {
        "growth": GROWTH,
        "bare": replace(GROWTH, name="bare", covered_by=()),
        "lost": replace(GROWTH, name="lost", covered_by=("O99",)),
        "lost_p": replace(GROWTH, name="lost_p", covered_by=("P99",)),
        "elsewhere": replace(GROWTH, name="elsewhere", covered_by=("O10_reorganisation", "O08_interest_cover")),
        "counted": replace(REVENUE, name="counted", clock=Clock.none),
        "boasting": replace(GROWTH, name="boasting", exceptions=frozenset({WINDOW_SET})),
        "score": replace(SCORE, exceptions=frozenset()),
    }
    found = undeclared(metrics, ROOT / "tests/oracles")
    assert found == [
        "bare: a limit of MetricFlow is declared without reason or cover",
        "lost: covered by O99, which is not an oracle",
        "lost_p: covered by P99, which is not an oracle",
        "elsewhere: covered by O08_interest_cover, which has no answer for it or for an indicator made from it",
        f"counted: does not declare {WINDOW_SET}, although MetricFlow cannot be asked for it",
        f"boasting: declares {WINDOW_SET}, although MetricFlow can be asked for it",
        "score: does not declare low_sample, which MetricFlow does not know",
    ]


def test_both_readers_agree_on_the_demo_group(demo_duckdb: Published, show: Callable[[str], None]) -> None:
    parity = check_company(demo_duckdb.company, demo_duckdb.company.published_file)
    show(report(parity))
    assert parity.is_right, report(parity)
    grains = {grain for _, grain in parity.compared}
    assert grains >= {"month", "quarter", "year", RANGE, WINDOWS}
    assert grains >= {f"{grain} and {member}" for member in MEMBER_MARTS for grain in ("month", "year")}
    assert {reading for reading, _ in parity.compared} == {"exact", "distinct", "ratio"}


def test_both_readers_agree_on_the_real_company(adventureworks: Published, show: Callable[[str], None]) -> None:
    parity = check_company(adventureworks.company, adventureworks.company.published_file)
    show(report(parity))
    assert parity.is_right, report(parity)


def test_both_readers_agree_on_a_company_whose_year_begins_in_another_month(
    xero: Published, show: Callable[[str], None]
) -> None:
    parity = check_company(xero.company, xero.company.published_file)
    show(report(parity))
    assert parity.is_right, report(parity)


def test_a_cent_too_much_in_one_unit_is_found(demo_duckdb: Published, tmp_path: Path) -> None:
    tampered = tmp_path / demo_duckdb.company.published_file.name
    shutil.copyfile(demo_duckdb.company.published_file, tampered)
    with open_duckdb(tampered) as connection:
        changed = connection.execute(
            """
            update windows.stored_indicator_values set value = value + 0.01
            where indicator_code = 'revenue' and org_unit_id = 'S01' and window_code = 'M'
            and period_end = date '2025-06-30'
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
