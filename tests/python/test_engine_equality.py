"""DuckDB and Postgres give the same component facts and public marts, row by row and digit by digit."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from conftest import ROOT
from plumbline.proof.engine_equality import BEHIND_THE_MARTS, PUBLIC_MARTS, compare, compare_rows, table
from plumbline.proof.readers import exact_text


def test_a_last_digit_is_a_difference() -> None:
    found = compare_rows(
        "marts.x", [{"unit": "S01", "value": "0.1000000000"}], [{"unit": "S01", "value": "0.1000000001"}]
    )
    assert not found.is_equal
    assert "only Postgres: unit=S01, value=0.1000000001" in "\n".join(found.differences())


def test_a_row_more_is_a_difference_and_another_order_is_none() -> None:
    first, second = {"unit": "S01", "value": "1"}, {"unit": "S02", "value": ""}
    assert compare_rows("marts.x", [first, second], [second, first]).is_equal
    assert not compare_rows("marts.x", [first, second], [first, second, second]).is_equal


def test_values_keep_their_digits_as_text() -> None:
    texts = [exact_text(value) for value in (None, True, Decimal("1E+2"), Decimal("0E-10"), date(2025, 9, 30), 7)]
    assert texts == ["", "true", "100", "0.0000000000", "2025-09-30", "7"]


def test_both_engines_store_the_same_rows(demo_duckdb: Any, demo_postgres: Any, show: Callable[[str], None]) -> None:
    ours, theirs = demo_duckdb.connect(), demo_postgres.connect()
    try:
        found = compare(ours.cursor(), theirs.cursor())
    finally:
        ours.close()
        theirs.close()
    show(table(found))
    assert all(one.is_equal for one in found), table(found)
    assert all(one.row_count > 0 for one in found), table(found)
    compared = {one.relation for one in found}
    facts = {path.stem for path in (ROOT / "models/marts/components").glob("*.sql")}
    public = {f"marts.{name}" for name in PUBLIC_MARTS}
    assert compared == {f"components.{name}" for name in facts} | {*BEHIND_THE_MARTS} | public


def test_every_public_mart_is_compared() -> None:
    folders = [ROOT / "models/marts/indicators", ROOT / "models/marts/registry"]
    models = {path.stem for folder in folders for path in folder.glob("*.sql")}
    assert set(PUBLIC_MARTS) == models
