"""The oracle companies of tests/oracles give the answers worked by hand, on both engines, and fall into no trap."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plumbline.proof.oracles import oracles

ROOT = Path(__file__).parents[2]
ENGINES = ["duckdb", "postgres"]
NAMES = [one.name for one in oracles(ROOT)]


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """Every oracle built on both engines, which run side by side."""
    folder = tmp_path_factory.mktemp("oracles")
    running = {}
    for engine in ENGINES:
        command = [sys.executable, "-m", "plumbline.proof.oracles", "--engine", engine, "--root", str(ROOT)]
        command += ["--json", str(folder / f"{engine}.json")]
        warehouse = {**os.environ, "PLUMBLINE_WAREHOUSE": str(folder / engine)}
        running[engine] = subprocess.Popen(
            command, cwd=folder, env=warehouse, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    printed = {engine: process.communicate()[0] for engine, process in running.items()}
    found = {}
    for engine in ENGINES:
        path = folder / f"{engine}.json"
        assert path.exists(), printed[engine]
        for one in json.loads(path.read_text(encoding="utf-8")):
            found[one["oracle"], engine] = one
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", NAMES)
def test_oracle(name: str, engine: str, outcomes: dict[tuple[str, str], dict[str, Any]]) -> None:
    outcome = outcomes[name, engine]
    assert not outcome["error"], outcome["error"]
    assert not outcome["wrong"], "\n".join(outcome["wrong"])
    assert outcome["compared"] > 0


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
