"""No join of a compiled model makes the rows of two large inputs meet one by one, on either engine."""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pytest

from conftest import Published
from plumbline.engines import PostgresServer
from plumbline.project import NEXT_PREFIX
from plumbline.proof.plan_checks import JoinRules, pairs_with, wrongly_bounded
from plumbline.proof.plans import Pairing, duckdb_pairings, duckdb_plan, postgres_pairings, postgres_plan
from test_single_scan import compiled_sql, manifest_nodes

TABLES = """
    create table shop.bills (bill_id integer, original_id integer, kind varchar(9), bill_date date);
    create table shop.visits (visit_id integer, bill_id integer, visit_date date);
    create table shop.months (month_number integer, month_start date, month_end date);
    insert into shop.bills values (1, null, 'bill', date '2025-01-05'), (2, 1, 'credit', date '2025-02-05');
    insert into shop.visits values (1, 1, date '2025-01-05');
    insert into shop.months values (1, date '2025-01-01', date '2025-01-31'), (2, date '2025-02-01', date '2025-02-28');
"""
EVERYTHING = "both inputs grow with the rows"
MONTHS = "one input grows with the rows and meets all of months"
LEFT_CONDITION = "a condition on the left table, as components_documents had it"
# What each query is found to be (None: nothing is wrong).
PLANTED: dict[str, tuple[str, str | None]] = {
    LEFT_CONDITION: (
        """
        with documents as (select * from shop.bills)
        select documents.bill_id, originals.kind from documents
        left join documents as originals
            on documents.kind = 'credit' and documents.original_id = originals.bill_id
        """,
        EVERYTHING,
    ),
    "no condition": ("select * from shop.bills cross join shop.visits", EVERYTHING),
    "a comparison": (
        "select * from shop.bills inner join shop.visits on bills.bill_date <= visits.visit_date",
        EVERYTHING,
    ),
    "either of two equalities": (
        """
        select * from shop.bills inner join shop.visits
            on bills.bill_id = visits.bill_id or bills.bill_date = visits.visit_date
        """,
        EVERYTHING,
    ),
    "a comparison in a correlated subquery": (
        """
        select * from shop.bills
        where exists (select 1 from shop.visits where visits.visit_date < bills.bill_date)
        """,
        EVERYTHING,
    ),
    "large rows aggregated by a key, then compared": (
        """
        with visited as (select bill_id, max(visit_date) as visit_date from shop.visits group by bill_id)
        select * from shop.bills inner join visited on bills.bill_date > visited.visit_date
        """,
        EVERYTHING,
    ),
    "dates that find their month by its ends": (
        """
        select * from shop.bills inner join shop.months
            on bills.bill_date between months.month_start and months.month_end
        """,
        MONTHS,
    ),
    "an equality beside the comparison": (
        """
        select * from shop.bills inner join shop.visits
            on bills.bill_id = visits.bill_id and bills.bill_date <= visits.visit_date
        """,
        None,
    ),
    "a row for everything": (
        """
        with ends as (select max(visit_date) as last_date from shop.visits)
        select * from shop.bills cross join ends
        """,
        None,
    ),
    "what is in the other table": (
        "select * from shop.bills where bill_id in (select visits.bill_id from shop.visits)",
        None,
    ),
    "small by small": (
        "select * from shop.months inner join shop.months as later on months.month_number < later.month_number",
        None,
    ),
}


def node(
    name: str, meta: Mapping[str, Any], materialized: str = "table", reads: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "name": name,
        "schema": "shop",
        "resource_type": "model",
        "config": {"meta": meta, "materialized": materialized},
        "depends_on": {"nodes": list(reads)},
    }


SHOP = {
    "bills": node("bills", {}),
    "visits": node("visits", {}),
    "months": node("months", {"grows": False}),
    "planted": node("planted", {}, reads=("bills", "visits", "months")),
}


def judged(pairings: list[Pairing]) -> list[str]:
    return list(JoinRules(SHOP).findings(SHOP["planted"], pairings))


@pytest.fixture(scope="module")
def on_duckdb() -> Iterator[Any]:
    with duckdb.connect() as connection:
        connection.execute("create schema shop")
        connection.execute(TABLES)
        yield connection


@pytest.fixture
def on_postgres(postgres: PostgresServer) -> Iterator[Any]:
    session = postgres.connect(postgres.maintenance_database)
    try:
        with session.cursor() as cursor:
            cursor.execute("create schema shop")
            cursor.execute(TABLES)
            yield cursor
    finally:
        session.rollback()
        session.close()


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_joins_on_duckdb(planted: str, on_duckdb: Any) -> None:
    sql, verdict = PLANTED[planted]
    found = judged(duckdb_pairings(duckdb_plan(on_duckdb, sql)))
    assert len(found) == int(verdict is not None), found
    assert all(verdict in one for one in found if verdict)


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_joins_on_postgres(planted: str, on_postgres: Any) -> None:
    sql, verdict = PLANTED[planted]
    found = judged(postgres_pairings(postgres_plan(on_postgres, sql)))
    if planted == LEFT_CONDITION:
        # Postgres hashes by the equality and looks at the rest afterwards.
        verdict = None
    assert len(found) == int(verdict is not None), found
    assert all(verdict in one for one in found if verdict)


def test_a_reason_is_taken_and_must_be_needed(on_duckdb: Any) -> None:
    sql, _ = PLANTED["dates that find their month by its ends"]
    pairings = duckdb_pairings(duckdb_plan(on_duckdb, sql))
    explained = node("planted", {"pairs_with": {"months": "why"}})
    assert not list(JoinRules(SHOP).findings(explained, pairings))
    # A view's joins are in the plans of its readers, so its reasons count there.
    nodes = {**SHOP, "view": {**explained, "config": {**explained["config"], "materialized": "view"}}}
    assert not list(JoinRules(nodes).findings(node("reader", {}, reads=("view",)), pairings))
    assert list(JoinRules({**SHOP, "table": explained}).findings(node("reader", {}, reads=("table",)), pairings))
    assert "does not have" in "".join(JoinRules(SHOP).findings(explained, []))
    # There is no reason for two large inputs.
    sql, _ = PLANTED["a comparison"]
    excused = node("planted", {"pairs_with": {"bills": "why", "visits": "why"}})
    found = list(JoinRules(SHOP).findings(excused, duckdb_pairings(duckdb_plan(on_duckdb, sql))))
    assert EVERYTHING in found[0]


def test_what_reads_large_rows_is_not_small() -> None:
    wrong = {**SHOP, "totals": node("totals", {"grows": False}, reads=("months", "bills"))}
    assert list(wrongly_bounded(wrong)) == ["totals is declared not to grow, but reads bills, which grows"]
    assert not list(wrongly_bounded(SHOP))


def models(nodes: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (one for one in nodes.values() if one["resource_type"] == "model")


def test_every_model_on_duckdb(demo_duckdb: Published) -> None:
    nodes = manifest_nodes(demo_duckdb)
    rules, found, read = JoinRules(nodes), [], 0
    with demo_duckdb.connect() as connection:
        connection.execute(f"attach '{demo_duckdb.company.landing_file}' as landing (read_only)")
        for one in models(nodes):
            pairings = duckdb_pairings(duckdb_plan(connection, compiled_sql(demo_duckdb, one)))
            found += rules.findings(one, pairings)
            read += 1
    assert not found, "\n".join(found)
    assert read > 100
    assert not list(wrongly_bounded(nodes))
    assert sum(bool(pairs_with(one)) for one in models(nodes)) > 0


def test_every_model_on_postgres(demo_postgres: Published) -> None:
    nodes = manifest_nodes(demo_postgres)
    rules, found = JoinRules(nodes), []
    session = demo_postgres.connect()
    try:
        with session.cursor() as cursor:
            for one in models(nodes):
                # The published schemas have lost the prefix that they were built under.
                sql = compiled_sql(demo_postgres, one).replace(f'"{NEXT_PREFIX}', '"')
                found += rules.findings(one, postgres_pairings(postgres_plan(cursor, sql)))
    finally:
        session.close()
    assert not found, "\n".join(found)
