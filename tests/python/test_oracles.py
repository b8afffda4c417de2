"""The oracle companies of tests/oracles give the answers worked by hand, on both engines, and fall into no trap."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from plumbline.building import run_dbt
from plumbline.errors import PlumblineError
from plumbline.landing import land
from plumbline.project import Engine, load_company
from plumbline.proof.oracles import (
    BUILT,
    COMPARISON,
    ORACLE_VARIABLES,
    Oracle,
    Outcome,
    ask,
    chosen_oracles,
    oracles,
)
from plumbline.proof.shared_parse import SharedParse
from workers import say

Parse = Callable[[Engine], SharedParse]
NAMES = [one.name for one in oracles(ROOT)]


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("oracle", oracles(ROOT), ids=NAMES)
def test_oracle(oracle: Oracle, engine: Engine, oracle_parse: Parse, show_counts: Callable[[Outcome], None]) -> None:
    outcome = ask(oracle, engine, oracle_parse(engine))
    assert not outcome.error, outcome.error
    assert not outcome.wrong, "\n".join(outcome.wrong)
    assert outcome.compared > 0
    # The books are checked on one engine: the delivered rows are the same on the other.
    assert (outcome.tests > 0) == (engine is Engine.duckdb)
    show_counts(outcome)


@pytest.fixture
def show_counts(pytestconfig: pytest.Config) -> Callable[[Outcome], None]:
    """Shows at the end of the session how much an oracle compared."""
    return lambda one: say(
        pytestconfig,
        "oracles",
        f"{one.oracle} on {one.engine}: {one.compared} answers compared, {one.tests} tests of its books",
    )


@pytest.mark.parametrize("name", ["O02_dso", "P02_stores_and_people"])
def test_a_shared_parse_gives_the_same_build(name: str, oracle_parse: Parse, tmp_path: Path) -> None:
    """An oracle has the same nodes, and each the same SQL, as when dbt parses it with the oracle's own variables."""
    (oracle,) = chosen_oracles([name], ROOT)
    company = load_company(str(oracle.folder / "company.yml"), ROOT)
    assert not land(company, oracle.folder, Engine.duckdb).failures
    company.build_file.parent.mkdir(parents=True, exist_ok=True)
    variables = {**ORACLE_VARIABLES, "oracle_answers": [{**row, "note": ""} for row in oracle.expected()]}

    def compiled(manifest: Any = None) -> dict[str, str]:
        # Tests are named as the two runs of an oracle name them: the comparison, and the singular tests.
        commands = [["--select", *BUILT, COMPARISON, "--indirect-selection", "empty"]]
        commands += [["--select", "+indicator_values,test_type:singular", "--indirect-selection", "cautious"]]
        found = {}
        for command in commands:
            outcome = run_dbt(
                company,
                Engine.duckdb,
                ["compile", *command],
                target=tmp_path / ("own" if manifest is None else "shared"),
                variables=variables,
                manifest=manifest() if manifest else None,
            )
            assert outcome.success, outcome.problem
            found |= {one.node.unique_id: one.node.compiled_code for one in outcome.results}
        return found

    shared = compiled(lambda: oracle_parse(Engine.duckdb).manifest(company))
    own = compiled()
    assert set(shared) == set(own)
    assert len(own) > 100
    assert [key for key in own if own[key] != shared[key]] == []


def test_a_shared_parse_is_for_companies_of_contract_files(oracle_parse: Parse) -> None:
    with pytest.raises(PlumblineError, match="contract_files only"):
        oracle_parse(Engine.duckdb).manifest(load_company("demo", ROOT))


@pytest.mark.parametrize("oracle", oracles(ROOT), ids=NAMES)
def test_expected_answers_are_well_formed(oracle: Any) -> None:
    """An answer is a value to ten places or a reason, never both, and never one of its own traps."""
    with (oracle.folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
        answers = list(csv.DictReader(lines))
    keys = [tuple(answer.values())[:5] for answer in answers]
    assert len(set(keys)) == len(keys) > 0
    for answer in answers:
        assert bool(answer["expected_value"]) != bool(answer["expected_null_reason"]), answer
        values = [answer["expected_value"] or "0.0000000000", *answer["trap_values"].split()]
        assert all(Decimal(value).as_tuple().exponent == -10 for value in values), answer
        assert answer["expected_value"] not in answer["trap_values"].split(), answer


def test_the_oracles_of_the_domain_are_all_here() -> None:
    wanted = "O01 O02 O03 O04 O05 O06 O07 O08 O10 O14 O15 O17 O20 O21 O24"
    assert {name.split("_")[0] for name in NAMES} >= set(wanted.split())
