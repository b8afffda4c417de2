"""Two versions of an indicator stand side by side, and what is proposed, replaced or retired is listed as such.

A copy of the project gets an older version of the cost ratio, a proposal and a retired definition, in YAML alone.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from plumbline.building import DbtOutcome, run_dbt
from plumbline.project import Company, Engine, load_company
from plumbline.proof.mutations import copy_project, warehouse
from plumbline.proof.readers import rows
from plumbline.proof.shared_parse import warm

ROOT = Path(__file__).parents[2]
DEFINITION = """
  - name: {name}
    label: {label}
    description: |-
      Meaning: {label} of the test.

      含义：测试用的{label_zh}。
    type: ratio
    numerator: {numerator}
    denominator: revenue
    config:
      meta:
        kind: result
        label_zh: {label_zh}
        category: cost_risk
        unit: "%"
        polarity: down
        lowest_level: L4
        default_window: YTD
        default_basis: as_was
        owner: FP&A
        anchors: []
        org_additivity: ROS
        time_additivity: ROS
        {more}
"""
TERM = """
  - name: cogs_and_depreciation
    label: Cost of sales and depreciation
    description: |-
      Cost of sales with depreciation and amortisation on top.

      营业成本加折旧摊销。
    type: derived
    expr: cogs + dep_amort
    input_metrics: [cogs, dep_amort]
    config:
      meta: {kind: term, label_zh: 营业成本与折旧摊销, unit: money, owner: FP&A, version: 1, valid_from: "2024-01-01"}
"""
REASON = "reason: Test. 测试。"
FIRST_VERSION = f"""code: cost_ratio
        version: 1
        valid_from: "2024-01-01"
        lifecycle:
          - {{status: active, from: "2024-01-01", approved_by: CFO, {REASON}}}
          - {{status: deprecated, from: "2025-07-01", replaced_by: cost_ratio, {REASON}}}"""
PROPOSED = f"""version: 1
        valid_from: "2026-01-01"
        lifecycle:
          - {{status: proposed, from: "2025-09-01", {REASON}}}
          - {{status: approved, from: "2025-12-01", approved_by: CFO, {REASON}}}"""
RETIRED = f"""version: 1
        valid_from: "2020-01-01"
        lifecycle:
          - {{status: active, from: "2020-01-01", approved_by: CFO, {REASON}}}
          - {{status: deprecated, from: "2022-01-01", replaced_by: cost_ratio, {REASON}}}
          - {{status: retired, from: "2024-01-01", {REASON}}}"""
# Cost of sales is 70% of a store's revenue at the ticket of 2,500; revenue of nine months is 2,500 x 20% of the
# visitors: 1,400 a month and 8.8 seasonal months make 6,160,000 in 2024, 1,500 make 6,600,000 in 2025. Version 2 adds
# depreciation, 10,000 a month. Membership has cost of 40,000 on revenue of 200,000 a month, and no depreciation.
WORKED = {
    ("S01", "2024-09-30", 1): ("4312000.0000", "6160000.0000", "0.7000000000", ""),
    ("S01", "2024-09-30", 2): ("4402000.0000", "6160000.0000", "0.7146103896", ""),
    ("S01", "2025-09-30", 1): ("4620000.0000", "6600000.0000", "0.7000000000", ""),
    ("S01", "2025-09-30", 2): ("4710000.0000", "6600000.0000", "0.7136363636", ""),
    ("C00", "2025-09-30", 1): ("360000.0000", "1800000.0000", "0.2000000000", ""),
    ("C00", "2025-09-30", 2): ("360000.0000", "1800000.0000", "0.2000000000", ""),
}


def second_version_of_cost_ratio(text: str) -> str:
    """The cost ratio as it stands, with depreciation inside from July 2025 on."""
    before, name, after = text.partition("  - name: cost_ratio\n")
    assert name, "metrics/cost_risk/indicators.yml does not define cost_ratio"
    for old, new in (
        ("numerator: cogs\n", "numerator: cogs_and_depreciation\n"),
        ("label_zh: 成本率\n", 'label_zh: 成本率\n        version: 2\n        valid_from: "2025-07-01"\n'),
    ):
        assert old in after
        after = after.replace(old, new, 1)
    return before + name + after


@pytest.fixture(scope="module")
def extended(demo_duckdb: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo group of the copy, built from the changed metrics on; the rest is taken from the published one."""
    scratch = tmp_path_factory.mktemp("registry")
    root = copy_project(ROOT, scratch / "project")
    metrics = root / "metrics/cost_risk/indicators.yml"
    older = {"name": "cost_ratio_v1", "label": "Cost ratio before 2025-07", "label_zh": "原成本率"}
    proposal = {"name": "fixed_cost_ratio", "label": "Fixed cost ratio", "label_zh": "固定成本率"}
    gone = {"name": "old_cost_ratio", "label": "Old cost ratio", "label_zh": "旧成本率"}
    metrics.write_text(
        second_version_of_cost_ratio(metrics.read_text(encoding="utf-8"))
        + DEFINITION.format(**older, numerator="cogs", more=FIRST_VERSION)
        + DEFINITION.format(**proposal, numerator="dep_amort", more=PROPOSED)
        + DEFINITION.format(**gone, numerator="cogs", more=RETIRED)
        + TERM,
        encoding="utf-8",
    )
    company, outcome = built(
        root, scratch, demo_duckdb.company, ["metric_windows+", "indicators+", "indicator_states+"]
    )
    assert outcome.success, [*outcome.failures, outcome.problem]
    with duckdb.connect(company.build_file, read_only=True) as connection:
        yield connection


def built(root: Path, scratch: Path, published: Company, select: list[str]) -> tuple[Company, DbtOutcome]:
    with warehouse(scratch / "warehouse"):
        company = load_company("demo", root)
        company.build_file.parent.mkdir(parents=True)
        shutil.copyfile(published.landing_file, company.landing_file)
        shutil.copyfile(published.published_file, company.build_file)
        warm(company.target_path(Engine.duckdb), published.target_path(Engine.duckdb))
        command = ["build", "--select", *select, "--indirect-selection", "buildable"]
        return company, run_dbt(company, Engine.duckdb, command)


def test_both_versions_are_computed_over_the_same_periods(extended: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select org_unit_id, period_end, indicator_version, numerator, denominator, value, null_reason "
        "from marts.indicator_values where indicator_code = 'cost_ratio' and window_code = 'YTD' "
        "and hierarchy_basis = 'as_was' and org_unit_id in ('S01', 'C00')"
    )
    answers = {
        (row["org_unit_id"], row["period_end"], int(row["indicator_version"])): tuple(list(row.values())[3:])
        for row in rows(extended, sql)
    }
    assert {key: answers[key] for key in WORKED} == WORKED
    first = {(unit, period_end) for unit, period_end, version in answers if version == 1}
    assert first == {(unit, period_end) for unit, period_end, version in answers if version == 2}


def test_the_registry_says_which_version_is_in_force(extended: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select indicator_code, indicator_version, status, valid_from, valid_to, replaced_by from marts.indicators "
        "where indicator_code in ('cost_ratio', 'fixed_cost_ratio', 'old_cost_ratio') order by 1, 2"
    )
    assert [tuple(row.values()) for row in rows(extended, sql)] == [
        ("cost_ratio", "1", "deprecated", "2024-01-01", "2025-07-01", "cost_ratio"),
        ("cost_ratio", "2", "active", "2025-07-01", "9999-12-31", ""),
        ("fixed_cost_ratio", "1", "proposed", "2026-01-01", "9999-12-31", ""),
        ("old_cost_ratio", "1", "retired", "2020-01-01", "2022-01-01", ""),
    ]


def test_the_states_are_listed_with_their_time(extended: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select status, valid_from, valid_to from marts.indicator_states "
        "where indicator_code = 'old_cost_ratio' order by valid_from"
    )
    assert [tuple(row.values()) for row in rows(extended, sql)] == [
        ("active", "2020-01-01", "2022-01-01"),
        ("deprecated", "2022-01-01", "2024-01-01"),
        ("retired", "2024-01-01", "9999-12-31"),
    ]


def test_proposals_and_retired_definitions_have_no_values(extended: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*) from marts.indicator_values where indicator_code in ('fixed_cost_ratio', 'old_cost_ratio')"
    assert extended.execute(sql).fetchone() == (0,)
    columns = {row[0] for row in extended.execute("describe marts.indicators_company").fetchall()}
    assert {"cost_ratio", "cost_ratio_v1"} <= columns
    assert not {"fixed_cost_ratio", "old_cost_ratio"} & columns


WRONG_LIVES = {
    "two versions in force": (
        f'lifecycle: [{{status: active, from: "2024-01-01", approved_by: CFO, {REASON}}}]',
        {"assert_one_version_is_in_force"},
    ),
    "retired without two years of deprecation": (
        f"""lifecycle:
          - {{status: active, from: "2024-01-01", approved_by: CFO, {REASON}}}
          - {{status: deprecated, from: "2025-07-01", {REASON}}}
          - {{status: retired, from: "2026-07-01", {REASON}}}""",
        {"assert_states_follow_one_another"},
    ),
    "active without approval": (
        f"""lifecycle:
          - {{status: proposed, from: "2023-01-01", {REASON}}}
          - {{status: active, from: "2024-01-01", {REASON}}}
          - {{status: deprecated, from: "2025-07-01", {REASON}}}""",
        {"assert_states_follow_one_another"},
    ),
}


@pytest.mark.parametrize("case", WRONG_LIVES)
def test_the_build_refuses_a_life_against_the_rules(case: str, demo_duckdb: Any, tmp_path: Path) -> None:
    life, broken = WRONG_LIVES[case]
    root = copy_project(ROOT, tmp_path / "project")
    metrics = root / "metrics/cost_risk/indicators.yml"
    older = {"name": "cost_ratio_v1", "label": "Cost ratio before 2025-07", "label_zh": "原成本率"}
    more = f'code: cost_ratio\n        version: 1\n        valid_from: "2024-01-01"\n        {life}'
    metrics.write_text(
        second_version_of_cost_ratio(metrics.read_text(encoding="utf-8"))
        + DEFINITION.format(**older, numerator="cogs", more=more)
        + TERM,
        encoding="utf-8",
    )
    _, outcome = built(root, tmp_path, demo_duckdb.company, ["indicators", "indicator_states", "indicator_transitions"])
    assert {failure.name for failure in outcome.failures} == broken
