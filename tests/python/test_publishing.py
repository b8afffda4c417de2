"""What is published is whole and tested: a failed, partial or killed build never reaches a reader."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from landing_project import Delivery, LandingProject
from plumbline.building import DbtOutcome, build
from plumbline.engines import company_postgres, postgres_database, published_rows
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine
from plumbline.publishing import publish

ROOT = Path(__file__).parents[2]
TOTAL = "select sum(cast(net as decimal(18, 2))) as net from {{ source('books', 'sales') }}"
OVER_IT = "select net from {{ ref('total') }}"
PUBLISHED = "select cast(net as integer) as net from marts.over_it"
ENGINES = pytest.mark.parametrize("engine", list(Engine))
BUILD = (
    "import sys; from pathlib import Path; from plumbline.building import build; "
    "from plumbline.project import Company, Engine; "
    "build(Company(sys.argv[1], Path(sys.argv[2])), Engine(sys.argv[3]))"
)


class Shop:
    """A tiny project with one table and one view over it, on one engine."""

    def __init__(self, project: LandingProject, engine: Engine) -> None:
        self.project = project
        self.engine = engine
        self.company: Company = project.company
        project.models(ROOT, total=TOTAL, over_it="{{ config(materialized='view') }}\n" + OVER_IT)
        project.land(engine, fresh=True)

    def sell(self, net: str) -> None:
        self.project.write("sales_202501.csv", f"receipt,line,net\nA1,1,{net}\n".encode())
        self.project.land(self.engine)

    def build(self, *select: str) -> DbtOutcome:
        return build(self.company, self.engine, select=select)

    def publish(self) -> None:
        publish(self.company, self.engine)

    def published(self) -> int:
        [row] = published_rows(self.company, self.engine, PUBLISHED)
        return int(row["net"])


@pytest.fixture
def shop(engine: Engine, project: LandingProject, project_on_postgres: LandingProject, sales: Delivery) -> Shop:
    tiny = project if engine is Engine.duckdb else project_on_postgres
    if tiny is not project:
        tiny.dataset("sales", files="sales_*.csv", key=["receipt", "line"], columns="receipt,line,net")
        for name, content in sales.items():
            tiny.write(name, content)
    return Shop(tiny, engine)


@ENGINES
def test_publishing_swaps_the_build_in(shop: Shop) -> None:
    outcome = shop.build()
    assert outcome.success
    assert outcome.summary.startswith("Done. PASS=2 WARN=0 ERROR=0 SKIP=0")
    with pytest.raises(PlumblineError):
        shop.published()
    shop.publish()
    assert shop.published() == 100
    shop.sell("5.00")
    assert shop.build().success
    assert shop.published() == 100
    shop.publish()
    assert shop.published() == 75
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()


@ENGINES
def test_a_failed_test_is_named_and_not_published(shop: Shop) -> None:
    shop.build()
    shop.publish()
    folder = shop.project.root / "tests"
    folder.mkdir()
    (folder / "assert_net_is_small.sql").write_text("select * from {{ ref('total') }} where net > 90", encoding="utf-8")
    shop.sell("900.00")
    outcome = shop.build()
    assert not outcome.success
    assert [(one.kind, one.name) for one in outcome.failures] == [("test", "assert_net_is_small")]
    assert "Got 1 result" in outcome.failures[0].message
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100


@ENGINES
def test_a_partial_build_is_not_published(shop: Shop) -> None:
    shop.build()
    shop.publish()
    assert shop.build("total").success
    with pytest.raises(PlumblineError, match="only a selection"):
        shop.publish()
    assert shop.published() == 100


@ENGINES
def test_a_killed_build_leaves_the_last_published_one(shop: Shop) -> None:
    shop.build()
    shop.publish()
    endless = "select count(*) as n from {{ ref('total') }} cross join (select 1 as one) as ones, " + ", ".join(
        f"(select 1 as a union all select 2 union all select 3 union all select {number}) as t{number}"
        for number in range(4, 24)
    )
    shop.project.models(ROOT, endless=endless)
    arguments = [sys.executable, "-c", BUILD, shop.company.name, str(shop.project.root), shop.engine.value]
    # A landed server would stop with the process that started it: the build uses the session's.
    with subprocess.Popen(arguments, env=dict(os.environ), stdout=subprocess.DEVNULL) as process:
        _wait_for_new_place(shop, process)
        process.send_signal(signal.SIGKILL)
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100
    _end_sessions(shop)
    (shop.project.root / "models" / "endless.sql").unlink()
    assert shop.build().success
    shop.publish()
    assert shop.published() == 100


def _wait_for_new_place(shop: Shop, process: "subprocess.Popen[bytes]") -> None:
    """Until dbt has begun to write: `total` is there, the endless model is running."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if shop.engine is Engine.duckdb:
            wal = shop.company.build_file.with_suffix(".duckdb.wal")
            if wal.exists() and wal.stat().st_size:
                return
        elif _ask(shop, "select 1 from information_schema.tables where table_schema = 'next_marts'"):
            return
        time.sleep(0.2)
    raise AssertionError("the build did not begin")


def _ask(shop: Shop, sql: str) -> list[Any]:
    session = company_postgres(shop.company).connect(postgres_database(shop.company))
    try:
        with session, session.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        session.close()


def _end_sessions(shop: Shop) -> None:
    """The server may take a moment to notice that its client is gone."""
    if shop.engine is Engine.postgres:
        _ask(
            shop,
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()",
        )


@pytest.mark.parametrize("engine", [Engine.postgres])
def test_readers_on_postgres_keep_their_rights(shop: Shop) -> None:
    shop.build()
    shop.publish()
    grants = [
        "drop role if exists landing_twin_reader",
        "create role landing_twin_reader",
        "grant usage on schema marts to landing_twin_reader",
        "grant select on marts.over_it to landing_twin_reader",
        "grant select on marts.total to public",
        "select 1",
    ]
    _ask(shop, "; ".join(grants))
    shop.build()
    shop.publish()
    rights = (
        "select has_schema_privilege('landing_twin_reader', 'marts', 'usage'), "
        "has_table_privilege('landing_twin_reader', 'marts.over_it', 'select'), "
        "has_table_privilege('landing_twin_reader', 'marts.total', 'select'), "
        "has_table_privilege('landing_twin_reader', 'marts.over_it', 'delete')"
    )
    assert _ask(shop, rights) == [(True, True, True, False)]
    _ask(shop, "drop owned by landing_twin_reader; drop role landing_twin_reader; select 1")


@pytest.mark.parametrize("engine", [Engine.duckdb])
def test_readers_are_neither_disturbed_nor_in_the_way(shop: Shop) -> None:
    """A reader keeps the version it opened; after a build this process holds no file that others want to open."""
    shop.build()
    shop.publish()
    held = (
        "import sys, duckdb; reader = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); "
        "sys.stdin.readline(); print(reader.execute('select cast(net as integer) from marts.over_it').fetchone()[0])"
    )
    arguments = [sys.executable, "-c", held, str(shop.company.published_file)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        shop.sell("5.00")
        shop.build()
        shop.publish()
        assert reader.communicate("go on\n")[0] == "100\n"
    assert shop.published() == 75
    write = "import sys, duckdb; duckdb.connect(sys.argv[1]).execute('create table scratch as select 1')"
    subprocess.run([sys.executable, "-c", write, str(shop.company.published_file)], check=True)


@pytest.mark.parametrize("engine", [Engine.duckdb])
def test_nothing_landed_is_said(shop: Shop) -> None:
    shop.company.landing_file.unlink()
    with pytest.raises(PlumblineError, match="Nothing is landed for tiny"):
        shop.build()
