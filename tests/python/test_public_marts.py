"""What is public is stored, holds what applies, and is read under any name: the marts of the demo group."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import Published
from plumbline.bench.reading import METRICFLOW_QUESTION, QUESTIONS, read
from plumbline.project import Engine

LAST = "2025-09-30"


def applicability(company: Published, unit: str, code: str) -> tuple[Any, ...]:
    (row,) = company.rows(
        "select applies, applies_since, reason, component, contracts from marts.indicator_applicability "
        f"where org_unit_id = '{unit}' and indicator_code = '{code}' and hierarchy_basis = 'as_was'"
    )
    return tuple(None if cell is None else str(cell) for cell in row.values())


@pytest.mark.parametrize(
    ("unit", "code", "expected"),
    [
        # A shop makes nothing, a store with cash sales only has no receivables, a grocer no patients.
        ("S05", "oee", ("False", None, "no_rows", "pbt_min", "production_order")),
        ("S05", "dso", ("False", None, "no_rows", "ar_open_stock_months", "cash_application, sales_invoice_line")),
        ("S05", "outpatient_revenue", ("False", None, "no_rows", "outpatient_revenue", "sales_invoice_line")),
        ("S05", "gross_margin", ("True", "2024-01-31", None, None, None)),
        # Opened on 1 May 2025.
        ("S09", "revenue", ("True", "2025-05-31", None, None, None)),
        # Adjustments have amounts, but no margin; balance sheets stand at the company.
        ("ELIM", "gross_profit", ("True", "2024-01-31", None, None, None)),
        ("ELIM", "gross_margin", ("False", None, "elimination", None, None)),
        ("S05", "roe", ("False", None, "level", None, None)),
    ],
)
def test_what_applies(demo_duckdb: Published, unit: str, code: str, expected: tuple[str | None, ...]) -> None:
    assert applicability(demo_duckdb, unit, code) == expected


def test_a_description_says_the_levels_and_the_owner_of_the_registry(demo_duckdb: Published) -> None:
    rows = demo_duckdb.rows(
        "select indicators.indicator_code, indicators.description, indicators.owner, owners.owner_zh "
        "from marts.indicators as indicators inner join reference.indicator_owners as owners using (owner)"
    )
    assert len(rows) == demo_duckdb.rows("select count(*) as row_count from marts.indicators")[0]["row_count"]
    for row in rows:
        english, chinese = row["description"].split("\n\n")
        assert english.endswith(f"\nOwner: {row['owner']}."), row["indicator_code"]
        assert chinese.endswith(f"\n负责：{row['owner_zh']}。"), row["indicator_code"]
    (margin,) = [row["description"] for row in rows if row["indicator_code"] == "gross_margin"]
    assert "\nGrain: company to department, store or plant, every window.\n" in margin
    assert "\n粒度：公司至部门、门店或工厂，全部窗口。\n" in margin


def test_values_stand_exactly_where_their_indicator_applies(demo_duckdb: Published) -> None:
    """From the first month on, in every window of the unit's life; nothing before, nothing elsewhere."""
    (strays,) = demo_duckdb.rows(
        "select count(*) as row_count from marts.indicator_values as answers left join marts.indicator_applicability "
        "as applicability using (indicator_code, indicator_version, org_unit_id, hierarchy_basis) "
        "where applicability.applies is not true or answers.period_end < applicability.applies_since"
    )
    assert strays["row_count"] == 0
    gaps = demo_duckdb.rows(
        "select indicator_code, org_unit_id from marts.indicator_applicability where applies except "
        "select indicator_code, org_unit_id from marts.indicator_values where window_code = 'M'"
    )
    assert not gaps


def test_rows_end_with_the_life_of_a_unit(demo_duckdb: Published) -> None:
    """S09 opened in May 2025; S08 left the tree on 1 July 2025 and leaves nothing behind."""
    lives = {
        row["org_unit_id"]: (str(row["first_end"]), str(row["last_end"]))
        for row in demo_duckdb.rows(
            "select org_unit_id, min(period_end) as first_end, max(period_end) as last_end from marts.indicator_values "
            "where window_code = 'M' and indicator_code = 'revenue' and org_unit_id in ('S05', 'S08', 'S09') "
            "group by org_unit_id"
        )
    }
    assert lives["S05"] == ("2024-01-31", LAST)
    assert lives["S09"] == ("2025-05-31", LAST)


def test_the_change_of_a_share_is_told_in_points(demo_duckdb: Published) -> None:
    """ROE 19.4 % after 25.5 %: 6.1 points less, not 23.9 percent less; revenue 8.1766 percent more (F19)."""
    found = {
        row["indicator_code"]: row
        for row in demo_duckdb.rows(
            "select indicator_code, value, prior_year_value, change, change_kind, is_latest, is_default_window "
            f"from marts.indicator_values where org_unit_id = 'G00' and window_code = 'YTD' and period_end = '{LAST}' "
            "and hierarchy_basis = 'as_was' and indicator_code in ('roe', 'revenue', 'net_profit')"
        )
    }
    roe, revenue = found["roe"], found["revenue"]
    assert roe["change_kind"] == "points"
    assert roe["change"] == roe["value"] - roe["prior_year_value"]
    assert round(roe["change"], 3) == Decimal("-0.061")
    assert revenue["change_kind"] == "percent"
    assert round(revenue["change"], 6) == Decimal("0.081766")
    assert all(row["is_latest"] and row["is_default_window"] for row in found.values())


def test_a_chart_has_one_name_for_a_unit_and_day(demo_duckdb: Published) -> None:
    """The mart for charts loses no value of a default window and doubles none, whatever versions a unit has."""
    (counted,) = demo_duckdb.rows(
        "select (select count(*) from marts.indicators_for_bi) as charted, "
        "(select count(distinct (indicator_code, org_unit_id, period_end)) from marts.indicators_for_bi) as keys, "
        "(select count(*) from marts.indicator_values as answers inner join marts.indicators as indicators "
        "using (indicator_code, indicator_version) where answers.is_default_window "
        "and answers.hierarchy_basis = indicators.default_basis) as published, "
        "(select count(*) from marts.indicators_for_bi where org_unit_name is null or label_zh is null "
        "or category_label is null or org_level_label_zh is null) as nameless"
    )
    assert counted["charted"] == counted["keys"] == counted["published"] > 10_000
    assert counted["nameless"] == 0


def test_no_column_of_the_mart_for_charts_is_always_empty(demo_duckdb: Published) -> None:
    columns = demo_duckdb.rows(
        "select column_name from information_schema.columns where table_name = 'indicators_for_bi'"
    )
    names = [row["column_name"] for row in columns]
    (filled,) = demo_duckdb.rows(
        f"select {', '.join(f'count({name}) as {name}' for name in names)} from marts.indicators_for_bi"
    )
    assert not [name for name, count in filled.items() if not count]


def test_periods_say_when_they_were_closed(demo_duckdb: Published) -> None:
    rows = demo_duckdb.rows(f"select window_code, closed_at from marts.periods where period_end = '{LAST}'")
    assert {row["window_code"]: str(row["closed_at"]) for row in rows} == dict.fromkeys(
        ("M", "Q", "YTD", "TTM"), "2025-10-08 05:00:00"
    )


def test_every_public_relation_is_stored(demo_duckdb: Published, demo_postgres: Published) -> None:
    """As a table, or where both trees have the same rows, once, under a view that says which trees they stand for."""
    of_each_tree = {
        "indicator_values",
        "indicators_by_channel",
        "indicators_by_customer_segment",
        "indicators_by_product_line",
    }
    for company in (demo_duckdb, demo_postgres):
        kinds = company.rows(
            "select table_schema, table_name, table_type from information_schema.tables "
            "where table_schema = 'marts' or table_schema = 'windows' and table_name like 'stored%'"
        )
        views = {row["table_name"] for row in kinds if row["table_type"] != "BASE TABLE"}
        assert views == of_each_tree
        assert len(kinds) - len(views) > 15
        stored = {row["table_name"] for row in kinds if row["table_schema"] == "windows"}
        assert stored == {"stored_" + name.removeprefix("indicators_") for name in of_each_tree}


def test_two_months_of_the_published_file_stand_side_by_side(demo_duckdb: Published, tmp_path: Path) -> None:
    """Every table and view is read under other names than the one it was built under."""
    for name in ("september", "archive-2025-08"):
        shutil.copyfile(demo_duckdb.company.published_file, tmp_path / f"{name}.duckdb")
    with duckdb.connect() as session:
        session.execute(f"attach '{tmp_path / 'september.duckdb'}' as september (read_only)")
        session.execute(f"attach '{tmp_path / 'archive-2025-08.duckdb'}' as august (read_only)")
        relations = session.execute(
            "select table_schema, table_name from information_schema.tables where table_catalog = 'september' "
            "and not starts_with(table_name, 'base_')"
        ).fetchall()
        assert len(relations) > 150
        for schema, name in relations:
            session.execute(f"select * from september.{schema}.{name} limit 1").fetchall()
        ((one, other),) = session.execute(
            "select (select count(*) from september.marts.indicator_values), "
            "(select count(*) from august.windows.applicable_windows)"
        ).fetchall()
    assert one > 0
    assert other > 0


def test_the_questions_of_a_dashboard_have_answers(demo_duckdb: Published, demo_postgres: Published) -> None:
    """What `plumbline bench --read` measures is asked of both engines and of MetricFlow, and each says the same."""
    answered = read(
        demo_duckdb.company,
        {Engine.duckdb: demo_duckdb.company.published_file, Engine.postgres: None},
        times=2,
    )
    rows = {(one.question, one.reader): one.rows for one in answered}
    for question in QUESTIONS:
        assert rows[question, "duckdb"] == rows[question, "postgres"] > 0
    assert rows[METRICFLOW_QUESTION, "MetricFlow"] == rows[METRICFLOW_QUESTION, "duckdb"]
    assert all(0 < one.p50 <= one.p95 for one in answered)
