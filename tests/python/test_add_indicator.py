"""A new indicator over existing components is one YAML entry: a copy of the project gets one and nothing else.

It gets the READMEs' example as well, so that what they say you should see is compared without another build.
"""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from clean_copy import CleanCopy
from plumbline.building import run_dbt
from plumbline.project import Engine, load_company
from plumbline.proof.mutations import copy_project, warehouse
from plumbline.proof.readers import rows
from plumbline.proof.shared_parse import warm
from readme_blocks import differences, new_indicator, read

ROOT = Path(__file__).parents[2]
CODE = "depreciation_ratio"
SHOWN_COMMAND = ".venv/bin/plumbline scorecard --indicator admin_expense_ratio"
ENTRY = """
  - name: depreciation_ratio
    label: Depreciation ratio
    description: |-
      Meaning: share of revenue that depreciation and amortisation take.
      Formula: depreciation and amortisation / operating revenue.

      含义:折旧摊销占营业收入的比例。
      公式:折旧摊销 / 营业收入。
    type: ratio
    numerator: dep_amort
    denominator: revenue
    config:
      meta:
        kind: result
        label_zh: 折旧摊销率
        category: cost_risk
        unit: "%"
        polarity: down
        lowest_level: L4
        default_window: YTD
        default_basis: as_was
        owner: FP&A
        anchors: [operating_profit]
        org_additivity: ROS
        time_additivity: ROS
        version: 1
        valid_from: "2024-01-01"
"""
# Depreciation of nine months over revenue: a store 10,000 a month, the retail group 8 x 10,000 and S09 five months of
# 8,000. It does not apply to membership, which has nothing to depreciate, nor to headquarters, which sell nothing.
WORKED = {
    "S01": ("90000.0000", "6600000.0000", "0.0136363636", ""),
    "R00": ("760000.0000", "55048000.0000", "0.0138061328", ""),
}


@pytest.fixture(scope="module")
def copy(demo_duckdb: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with both entries, its demo group built from the new metrics on and published beside it.

    What comes before the metrics is taken from the published demo group.
    """
    scratch = tmp_path_factory.mktemp("add_indicator")
    root = copy_project(ROOT, scratch / "project")
    shown_file, shown_entry = new_indicator(read(ROOT / "README.md"))
    for path, entry in (("metrics/cost_risk/indicators.yml", ENTRY), (shown_file, shown_entry)):
        with (root / path).open("a", encoding="utf-8") as metrics:
            metrics.write(entry)
    landed, published = demo_duckdb.company.landing_file, demo_duckdb.company.published_file
    with warehouse(root / "warehouse"):
        company = load_company("demo", root)
        company.build_file.parent.mkdir(parents=True)
        shutil.copyfile(landed, company.landing_file)
        shutil.copyfile(published, company.build_file)
        warm(company.target_path(Engine.duckdb), demo_duckdb.target_path)
        command = ["build", "--select", "metric_windows+", "indicators+", "--indirect-selection", "buildable"]
        outcome = run_dbt(company, Engine.duckdb, command)
    assert outcome.success, [*outcome.failures, outcome.problem]
    company.build_file.rename(company.published_file)
    return root


@pytest.fixture(scope="module")
def extended(copy: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the copy published."""
    with duckdb.connect(copy / "warehouse/demo/plumbline.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.readme
@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_scorecard_shows_what_the_readme_says(copy: Path, name: str) -> None:
    [command] = [one for one in read(ROOT / name).commands if one.text == SHOWN_COMMAND]
    assert command.shown
    if not (copy / ".venv").exists():
        (copy / ".venv").symlink_to(ROOT / ".venv")
    answer = CleanCopy(copy, [command.text], {}).answer(command.text)
    assert answer.code == 0, answer.err
    assert not differences(command.shown, answer.out)


def test_its_values_are_published(extended: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select org_unit_id, numerator, denominator, value, null_reason from marts.indicator_values "
        f"where indicator_code = '{CODE}' and window_code = 'YTD' and period_end = date '2025-09-30' "
        "and hierarchy_basis = 'as_was' and org_unit_id in ('S01', 'R00', 'C00', 'Z00')"
    )
    answers = {row.pop("org_unit_id"): tuple(row.values()) for row in rows(extended, sql)}
    assert answers == WORKED


def test_it_has_a_column_in_every_level_mart(extended: duckdb.DuckDBPyConnection) -> None:
    for mart, unit in (("company", "G00"), ("business_unit", "R00"), ("department", "S01")):
        found = extended.execute(
            f"select {CODE} from marts.indicators_{mart} where org_unit_id = ? and window_code = 'YTD' "
            "and period_end = date '2025-09-30' and hierarchy_basis = 'as_was'",
            [unit],
        ).fetchall()
        assert len(found) == 1
        if unit in WORKED:
            assert str(found[0][0]) == WORKED[unit][2]


def test_it_is_in_the_registry(extended: duckdb.DuckDBPyConnection) -> None:
    sql = "select label, label_zh, formula, owner from marts.indicators where indicator_code = ?"
    assert extended.execute(sql, [CODE]).fetchall() == [
        ("Depreciation ratio", "折旧摊销率", "dep_amort / revenue", "FP&A")
    ]


def test_no_other_indicator_moves(extended: duckdb.DuckDBPyConnection, demo_duckdb: Any) -> None:
    sql = "select count(*) as values, sum(value) as total from marts.indicator_values where "
    sql += f"indicator_code not in ('{CODE}', 'admin_expense_ratio')"
    (before,) = demo_duckdb.rows(sql)
    (after,) = extended.execute(sql).fetchall()
    assert after == (before["values"], Decimal(before["total"]))
