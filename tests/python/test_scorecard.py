"""The scorecard says what is published, in units people read, within 120 columns."""

from decimal import Decimal
from typing import Any

import pytest
from typer.testing import CliRunner

from plumbline.cli import app
from plumbline.engines import PostgresServer, postgres_server
from plumbline.errors import PlumblineError
from plumbline.scorecard import Indicator, Reading, change, read_scorecard, short, shown_value

REVENUE = Indicator("revenue", "Operating revenue", "营业收入", "money", "up", "YTD")
MARGIN = Indicator("gross_margin", "Gross margin", "毛利率", "%", "up", "YTD")
DSO = Indicator("dso", "Days sales outstanding (credit billings)", "信用销售回款天数(DSO)", "days", "down", "Q")
HEADCOUNT = Indicator("headcount", "Headcount", "期末人数", "persons", "band", "M")


def reading(value: str | None, before: str | None, reason: str | None = None) -> Reading:
    return Reading(value and Decimal(value), reason, before and Decimal(before))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("indicator", "one", "shown"),
    [
        (REVENUE, reading("12345678.90", "10000000"), ("12.35", "+23.5 %", "green")),
        (REVENUE, reading("-1000000", "-2000000"), ("-1.00", "–", "green")),
        (REVENUE, reading("1000000", "0"), ("1.00", "–", "green")),
        (MARGIN, reading("0.3124", "0.3184"), ("31.2 %", "-0.6 pp", "red")),
        (DSO, reading("81.71", "60.84"), ("81.7 days", "+20.9 days", "red")),
        (HEADCOUNT, reading("297", "265"), ("297", "+32", "")),
    ],
)
def test_values_and_changes(indicator: Indicator, one: Reading, shown: tuple[str, str, str]) -> None:
    changed = change(indicator, one)
    assert (shown_value(indicator, one, Decimal(10) ** 6).plain, changed.plain, changed.style) == shown


def test_a_missing_value_shows_its_reason() -> None:
    assert shown_value(MARGIN, reading(None, None, "zero_denominator"), Decimal(1)).plain == "zero base"
    assert shown_value(MARGIN, reading(None, None, "some_new_reason"), Decimal(1)).plain == "some_new_reason"
    assert change(MARGIN, reading("0.3", None)).plain == "–"


def test_labels_without_brackets() -> None:
    assert [short(text) for text in (DSO.label, DSO.label_zh, "净利率", "人工费用率（人事费用率）")] == [
        "Days sales outstanding",
        "信用销售回款天数",
        "净利率",
        "人工费用率",
    ]


def test_the_command_shows_the_demo_group(demo_duckdb: Any) -> None:
    result = CliRunner().invoke(app, ["scorecard", "--company", "demo"])
    assert result.exit_code == 0, result.output
    assert "华衡集团 (G00) at 2025-09-30, money in CNY million" in result.output
    for said in ("Operating revenue", "营业收入", "零售事业部", "Where to look next"):
        assert said in result.output
    assert str(demo_duckdb.company.published_file) in result.output.replace("\n", "")
    assert max(len(line) for line in result.output.splitlines() if "plumbline.duckdb" not in line) <= 120


def test_what_is_shown_is_what_is_published(demo_duckdb: Any) -> None:
    card = read_scorecard(demo_duckdb.company, demo_duckdb.engine, ["revenue"])
    [row] = demo_duckdb.rows(
        "select value from marts.indicator_values where indicator_code = 'revenue' and org_unit_id = 'G00' "
        "and window_code = 'YTD' and period_end = '2024-09-30' and hierarchy_basis = 'as_was'"
    )
    assert card.readings["revenue", "G00"].before == row["value"]


def test_an_unknown_indicator_is_named(demo_duckdb: Any) -> None:
    with pytest.raises(PlumblineError, match=r"No values are published for magic\. Published indicators: .*revenue"):
        read_scorecard(demo_duckdb.company, demo_duckdb.engine, ["revenue", "magic"])


def test_a_server_is_named_by_its_url(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_POSTGRES_URL", "postgresql://an%40alyst:se%3Acret@db.example:6432/admin")
    assert postgres_server(tmp_path / "a") == PostgresServer("db.example", 6432, "an@alyst", "se:cret", "admin")
    monkeypatch.setenv("PLUMBLINE_POSTGRES_URL", "db.example")
    with pytest.raises(PlumblineError, match="must look like"):
        postgres_server(tmp_path / "b")
