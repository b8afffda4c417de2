"""On Postgres every table has statistics as soon as it is made: a build's plan does not wait for autovacuum."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conftest import ROOT
from plumbline.building import run_dbt
from plumbline.engines import PostgresServer, company_postgres, postgres_database
from plumbline.landing import land
from plumbline.project import Company, Engine, load_company
from plumbline.proof.oracles import Oracle, build, oracles
from plumbline.proof.shared_parse import SharedParse

ORACLE = "O02_dso"
# The row estimate is -1 until a table is analysed; `analyze_count` leaves out what autovacuum did.
TABLES = """
    select
        stats.schemaname || '.' || stats.relname as name,
        stats.analyze_count as times,
        stats.autoanalyze_count as automatic,
        classes.reltuples as estimate,
        (select count(*) from pg_stats where schemaname = stats.schemaname and tablename = stats.relname) as columns
    from pg_stat_user_tables as stats
    inner join pg_class as classes on stats.relid = classes.oid
    order by name
"""


@pytest.fixture(scope="module")
def without_autovacuum(postgres: PostgresServer) -> Iterator[None]:
    """Autovacuum switched off on the embedded server; a named server serves others too and stays as it is."""
    settings = ["alter system set autovacuum = off", "alter system reset autovacuum"]
    if not postgres.is_embedded:
        yield
        return
    session = postgres.connect(postgres.maintenance_database)
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            for setting in settings:
                cursor.execute(setting)
                cursor.execute("select pg_reload_conf()")
                if setting is settings[0]:
                    yield
    finally:
        session.close()


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return next(one for one in oracles(ROOT) if one.name == ORACLE)


@pytest.fixture(scope="module")
def built(
    oracle: Oracle, oracle_parse: Callable[[Engine], SharedParse], postgres: PostgresServer, without_autovacuum: None
) -> Company:
    """An oracle company, landed and built in an empty database while autovacuum is off."""
    company = load_company(str(oracle.folder / "company.yml"), ROOT)
    session = postgres.connect(postgres.maintenance_database)
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(f'drop database if exists "{postgres_database(company)}" with (force)')
    session.close()
    assert not land(company, oracle.folder, Engine.postgres).failures
    outcome = build(oracle, company, Engine.postgres, oracle_parse(Engine.postgres))
    assert outcome.is_right, outcome
    return company


def query(company: Company, sql: str) -> list[tuple[Any, ...]]:
    session = company_postgres(company).connect(postgres_database(company))
    try:
        with session.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    finally:
        session.close()


def test_every_table_of_a_build_has_statistics(built: Company) -> None:
    tables = query(built, TABLES)
    schemas = {name.partition(".")[0] for name, *_ in tables}
    assert {"raw", "reference", "staging", "intermediate", "components"} <= schemas
    bare = [name for name, times, _, estimate, _ in tables if times == 0 or estimate < 0]
    assert not bare, f"never analysed: {bare}"
    counts = {name: query(built, f"select count(*) from {name}")[0][0] for name, *_ in tables}
    wrong = [name for name, _, _, estimate, _ in tables if int(estimate) != counts[name]]
    assert not wrong, f"the estimate is not the row count: {wrong}"
    without_columns = [name for name, *_, columns in tables if counts[name] and not columns]
    assert not without_columns, f"no statistics of columns: {without_columns}"
    assert sum(counts.values()) > 0


def test_autovacuum_had_no_hand_in_it(built: Company, postgres: PostgresServer) -> None:
    if postgres.is_embedded:
        assert query(built, "show autovacuum") == [("off",)]
        assert not [name for name, _, automatic, *_ in query(built, TABLES) if automatic]


def test_a_table_is_planned_without_nested_loops_and_then_analysed(built: Company) -> None:
    said: list[str] = []

    def listener(event: Any) -> None:
        if event.info.name == "SQLQuery":
            said.append(" ".join(event.data.sql.split()))

    variables = {"schema_prefix": "", "oracle_answers": []}
    outcome = run_dbt(
        built, Engine.postgres, ["run", "--select", "dim_customers"], variables=variables, listener=listener
    )
    assert outcome.success, outcome
    wanted = ("set local enable_nestloop = off", 'create table "', 'analyze "', "COMMIT")
    steps = [next(word for word in wanted if word in sql) for sql in said if any(word in sql for word in wanted)]
    start = steps.index(wanted[0])
    assert tuple(steps[start : start + len(wanted)]) == wanted, said
    assert query(built, "show enable_nestloop") == [("on",)]


def test_a_table_that_was_never_analysed_is_seen(built: Company) -> None:
    """The reader of the first test sees a table as `create table as` leaves it."""
    session = company_postgres(built).connect(postgres_database(built))
    try:
        with session.cursor() as cursor:
            cursor.execute("create schema planted; create table planted.bare as select 1 as one")
            session.commit()
            cursor.execute(TABLES)
            planted = [line for line in cursor.fetchall() if line[0] == "planted.bare"]
            cursor.execute("drop schema planted cascade")
            session.commit()
    finally:
        session.close()
    ((_, times, _, estimate, columns),) = planted
    assert (times, estimate, columns) == (0, -1, 0)


def test_landing_again_analyses_what_an_earlier_run_left_out(built: Company, oracle: Oracle) -> None:
    ((name, _),) = query(built, "select relname, reltuples from pg_class where relname = 'contract_files__customer'")
    session = company_postgres(built).connect(postgres_database(built))
    with session, session.cursor() as cursor:
        cursor.execute(f"create table raw.copied as select * from raw.{name}; drop table raw.{name} cascade")
        cursor.execute(f"alter table raw.copied rename to {name}")
    session.close()
    assert land(built, oracle.folder, Engine.postgres).count("unchanged") > 0
    ((estimate,),) = query(built, f"select reltuples from pg_class where oid = 'raw.{name}'::regclass")
    assert estimate > 0
