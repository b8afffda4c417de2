"""Broken definitions turn the oracles red, and the message names the indicator."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plumbline.project import Engine
from plumbline.proof.mutations import MUTATIONS, Mutation, apply, is_caught, outcome_of
from plumbline.proof.oracles import Outcome
from plumbline.proof.shared_parse import SharedParse

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[one.kind for one in MUTATIONS])
def test_a_broken_definition_is_caught(
    mutation: Mutation, oracle_parse: Callable[[Engine], SharedParse], tmp_path: Path
) -> None:
    outcome = outcome_of(mutation, ROOT, tmp_path, oracle_parse(Engine.duckdb).target)
    assert is_caught(mutation, outcome), f"{outcome.error} {outcome.wrong}"


def test_a_build_that_breaks_is_no_catch() -> None:
    assert not is_caught(MUTATIONS[0], Outcome("O08_interest_cover", "duckdb", error="a model failed"))


def test_a_mutation_needs_its_definition(tmp_path: Path) -> None:
    (tmp_path / "metrics/profitability").mkdir(parents=True)
    (tmp_path / "metrics/profitability/indicators.yml").write_text("expr: revenue\n", encoding="utf-8")
    with pytest.raises(ValueError, match="0 times"):
        apply(MUTATIONS[0], tmp_path)
