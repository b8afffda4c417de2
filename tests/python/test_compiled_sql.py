"""Compiled SQL is a product: that of one oracle company is kept under tests/snapshots, so that a change of a macro is
reviewed as SQL. After a change that is meant: `PLUMBLINE_SNAPSHOTS=write`, and read the difference.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from plumbline.building import run_dbt
from plumbline.project import Engine, load_company
from plumbline.proof.oracles import ORACLE_VARIABLES
from plumbline.proof.shared_parse import SharedParse

SNAPSHOTS = ROOT / "tests/snapshots/O02_dso"
MODELS = ["metric_windows", "indicator_values"]


@pytest.fixture(scope="module")
def compiled(oracle_parse: Callable[[Engine], SharedParse], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    company = load_company(str(ROOT / "tests/oracles" / SNAPSHOTS.name / "company.yml"), ROOT)
    company.build_file.parent.mkdir(parents=True, exist_ok=True)
    outcome = run_dbt(
        company,
        Engine.duckdb,
        ["compile", "--select", *MODELS, "stored_indicator_values", "--no-populate-cache"],
        target=tmp_path_factory.mktemp("compiled"),
        variables=ORACLE_VARIABLES,
        manifest=oracle_parse(Engine.duckdb).manifest(company),
    )
    assert outcome.success, outcome.problem
    return {one.node.name: one.node.compiled_code.strip() + "\n" for one in outcome.results}


@pytest.mark.parametrize("model", MODELS)
def test_the_compiled_sql_is_the_one_that_was_reviewed(compiled: dict[str, str], model: str) -> None:
    kept = SNAPSHOTS / f"{model}.sql"
    if os.environ.get("PLUMBLINE_SNAPSHOTS") == "write":
        _write(kept, compiled[model])
    assert compiled[model] == kept.read_text(encoding="utf-8"), (
        f"{model} compiles to other SQL than {kept.relative_to(ROOT)}. Meant? Run this test with "
        "PLUMBLINE_SNAPSHOTS=write and review the difference."
    )


def test_every_formula_is_named_in_both_languages(compiled: dict[str, str]) -> None:
    lines = compiled["metric_windows"].splitlines()
    formula = next(place for place, line in enumerate(lines) if line.strip().startswith("plumbline_divide("))
    assert lines[formula - 1].strip().startswith("-- ")
    assert "-- Return on equity 净资产收益率" in compiled["metric_windows"]


def test_an_indicator_is_a_few_lines_of_the_long_table(compiled: dict[str, str]) -> None:
    """With every contract delivered there are 125 of them: hundreds of lines, not thousands."""
    text = compiled["stored_indicator_values"]
    queries = text[text.index("-- One query per indicator") : text.index("latest_periods as (")]
    indicators = queries.count("union all") + 1
    assert indicators > 5
    assert queries.count("\n") <= 7 * indicators + 5


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
