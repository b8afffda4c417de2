"""The driver tree holds on the demo group's values, for every edge, and a wrong edge is noticed."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from plumbline.catalogue.catalogue import catalogue_of
from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.reading import read_manifest
from plumbline.engines import open_duckdb
from plumbline.proof.driver_edges import edges_of
from plumbline.proof.driver_tree import Marts, Proof, days_in_year, prove
from plumbline.proof.exact_metrics import as_stored

ROOT = Path(__file__).parents[2]
# What attribution computes has no factors to multiply or add; everything else must have been checked on some unit.
NOT_CHECKED = {
    "its effects are computed by attribution",
    "holds by definition: the rate is the parent per unit of the driver",
    "its documents name no product",
    "a share of the documents names no person: see the marts by member and of posts",
}


@pytest.fixture(scope="module")
def marts(demo_duckdb: Any) -> Marts:
    with open_duckdb(demo_duckdb.company.published_file, read_only=True) as connection:
        return Marts(connection.cursor(), days_in_year(demo_duckdb.company))


@pytest.fixture(scope="module")
def metrics(demo_duckdb: Any) -> Mapping[str, Metric]:
    return catalogue_of(read_manifest(demo_duckdb.target_path)).metrics


@pytest.fixture(scope="module")
def proofs(marts: Marts, metrics: dict[str, Any]) -> dict[str, Proof]:
    return {proof.decomposition: proof for proof in prove(marts, metrics)}


def test_decompositions_give_back_their_parents(proofs: dict[str, Proof], show: Callable[[str], None]) -> None:
    show("\n".join(str(proof) for proof in proofs.values()))
    assert [str(proof) for proof in proofs.values() if not proof.holds] == []


def test_every_decomposition_is_checked_or_says_why_not(proofs: dict[str, Proof]) -> None:
    unchecked = {name: proof.remark for name, proof in proofs.items() if not proof.checked}
    assert {name: remark for name, remark in unchecked.items() if remark not in NOT_CHECKED} == {}


def test_every_row_of_the_seed_is_in_the_mart(marts: Marts) -> None:
    listed = {(edge["decomposition"], edge["position"], edge["factor"]) for edge in marts.edges}
    for edge in edges_of(ROOT):
        if edge["parent"] != "any_sum":
            assert (edge["decomposition"], int(edge["position"]), edge["factor"]) in listed


def test_bridges_between_ledger_and_subledger_are_zero_in_the_clean_demo(proofs: dict[str, Proof]) -> None:
    bridges = [proof for proof in proofs.values() if proof.operator == "bridge"]
    assert {proof.decomposition for proof in bridges} == {
        "revenue_retail", "revenue_healthcare", "revenue_subscription",
    }  # fmt: skip
    assert [text for proof in bridges for text in proof.differences] == []


def test_a_factor_too_few_is_noticed(marts: Marts, metrics: dict[str, Any]) -> None:
    whole = marts.edges
    try:
        marts.edges = [
            edge
            for edge in whole
            if edge["decomposition"] in {"roe_dupont", "net_profit_statement"}
            and edge["factor"] not in {"equity_multiplier", "inc_tax"}
        ]
        found = {proof.decomposition: proof for proof in prove(marts, metrics)}
    finally:
        marts.edges = whole
    assert not found["roe_dupont"].holds
    assert not found["net_profit_statement"].holds
    assert any(text.startswith("G00 YTD 2025-09-30") for text in found["roe_dupont"].differences)


def test_values_are_rounded_half_up_away_from_zero() -> None:
    half = Fraction(5, 10**11)
    assert as_stored(half) == Fraction(1, 10**10)
    assert as_stored(-half) == Fraction(-1, 10**10)
    assert as_stored(half - Fraction(1, 10**20)) == 0
