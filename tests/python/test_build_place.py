"""Nothing is marked, and nothing published, but what a run built; and a crash leaves what was published before."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from landing_project import LandingProject
from plumbline import building
from plumbline.build_place import begin, mark_passed, open_place
from plumbline.building import DbtOutcome, dbt_command
from plumbline.errors import PlumblineError
from plumbline.project import Engine
from shop import ROOT, Shop

ENGINES = pytest.mark.parametrize("engine", list(Engine))
# A million hashes: more than any limit on the size of a file below.
BIG = {
    Engine.duckdb: "select md5(cast(range as varchar)) as hash, range as number from range(1000000)",
    Engine.postgres: "select md5(cast(number as text)) as hash, number from generate_series(1, 1000000) as number",
}


def remove(shop: Shop) -> None:
    """Take the place away, as somebody who cleans up would."""
    if shop.engine is Engine.duckdb:
        shop.company.build_file.unlink()
    else:
        shop.ask("drop schema if exists next_build cascade; drop schema if exists next_marts cascade")


def begin_another(shop: Shop) -> None:
    begin(shop.company, shop.engine, keep=False)


def drop_a_mart(shop: Shop) -> None:
    with open_place(shop.company, shop.engine) as place:
        place.rows(f"drop table {place.name('marts', 'total')} cascade")


def is_there(shop: Shop) -> bool:
    if shop.engine is Engine.duckdb:
        return shop.company.build_file.exists()
    return bool(shop.ask("select 1 from pg_namespace where nspname in ('next_build', 'next_marts')"))


@ENGINES
@pytest.mark.parametrize(
    ("harm", "said"),
    [(remove, "removed"), (begin_another, "that of another run, 20"), (drop_a_mart, "marts.total is not there")],
)
def test_only_the_run_that_built_the_place_marks_it(
    shop: Shop, harm: Callable[[Shop], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What dbt does is not the point here: it says that all went well, and the place is not what it was."""
    shop.build_quickly(100)
    shop.publish()

    def dbt(*_: Any) -> DbtOutcome:
        with open_place(shop.company, shop.engine) as place:
            place.rows(f"create schema if not exists {place.schema('marts')}")
            place.rows(f"create table {place.name('marts', 'total')} as select 1 as net")
        harm(shop)
        return DbtOutcome(success=True, relations=["marts.total"])

    monkeypatch.setattr(building, "run_dbt", dbt)
    with pytest.raises(PlumblineError, match=said):
        shop.build()
    assert is_there(shop) is (harm is not remove)
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100


@ENGINES
def test_marts_that_are_missing_or_empty_are_not_published(shop: Shop) -> None:
    shop.build_quickly(100)
    shop.publish()
    shop.build_quickly(5)
    drop_a_mart(shop)
    with pytest.raises(PlumblineError, match=r"not published: .*marts.total is missing\."):
        shop.publish()
    run_id = begin(shop.company, shop.engine, keep=False)
    with open_place(shop.company, shop.engine) as place:
        place.rows(f"create schema if not exists {place.schema('marts')}")
        for mart, rows in (("indicator_values", 0), ("periods", 0), ("org_units", 1), ("other", 0)):
            place.rows(f"create table {place.name('marts', mart)} as select 1 as one where {rows} = 1")
    marts = ["indicator_values", "periods", "org_units", "other"]
    mark_passed(shop.company, shop.engine, run_id, [f"marts.{mart}" for mart in marts])
    with pytest.raises(
        PlumblineError, match=r"not published: marts.indicator_values is empty, marts.periods is empty\."
    ):
        shop.publish()
    mark_passed(shop.company, shop.engine, begin(shop.company, shop.engine, keep=False), [])
    with pytest.raises(PlumblineError, match="not published: it has no marts"):
        shop.publish()
    assert shop.published() == 100


@ENGINES
def test_a_build_that_is_changed_afterwards_is_not_published(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "run_dbt", lambda *_, **__: DbtOutcome(success=True))
    shop.build_quickly(100)
    dbt_command(shop.company, shop.engine, ["ls", "--select", "total"])
    shop.publish()
    shop.build_quickly(5)
    dbt_command(shop.company, shop.engine, ["--", "run", "--select", "total"])
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100


@ENGINES
def test_publishing_killed_at_any_line_leaves_the_old_or_the_new(shop: Shop) -> None:
    arguments = [Path(__file__).with_name("killed_publishing.py"), shop.company.name, shop.project.root, shop.engine]
    done = subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.PIPE, env=dict(os.environ))
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) > 50, "the publishing code has more lines than that"
    for kill in kills:
        before, after = kill["before"], kill["after"]
        new = {
            "net": kill["built"],
            "net_of_view": kill["built"],
            **{name: before[name] + 1 for name in ("revision", "publications", "revision_of_files")},
        }
        assert after in (before, new), kill
        assert after["net"] == after["net_of_view"], kill
    outcomes = [kill["after"] == kill["before"] for kill in kills]
    assert any(outcomes)
    assert not all(outcomes), "no kill came after the swap"
    assert shop.published() == kills[-1]["built"] + (kills[-1]["after"] != kills[-1]["before"])
    if shop.engine is Engine.duckdb:
        assert sorted(path.name for path in shop.company.build_file.parent.iterdir()) == []
    else:
        assert shop.ask("select nspname from pg_namespace where nspname like 'old%' or nspname like 'next%'") == []


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A full disk as far as a process without rights can make one: no file may grow beyond this many bytes."""
    import resource  # noqa: PLC0415  not on every system, and only here

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("engine", [Engine.duckdb])
def test_a_full_disk_is_said_and_harms_nothing(shop: Shop) -> None:
    shop.build_quickly(100)
    shop.publish()
    shop.project.models(ROOT, big=BIG[shop.engine])
    with files_of_at_most(8_000_000), pytest.raises(PlumblineError, match=r"The disk is full.*MB free") as raised:
        shop.build()
    assert "File too large" in str(raised.value)
    assert not shop.company.build_file.exists(), "the unfinished file takes the room that is needed"
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100
    shop.sell("5.00")
    assert shop.build().success
    shop.publish()
    assert shop.published() == 75


# The server inherits the limit of the process that starts it: this company has a server of its own.
ON_A_FULL_SERVER = """
import resource, sys
from pathlib import Path
from plumbline.building import build
from plumbline.engines import published_rows
from plumbline.errors import PlumblineError
from plumbline.landing.run import open_store
from plumbline.project import Company, Engine
from plumbline.publishing import publish
from shop import PUBLISHED, build_quickly

company = Company("tiny", Path(sys.argv[1]))
if sys.argv[2] != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    open_store(company, Engine.postgres).close()
    build_quickly(company, Engine.postgres, 100)
    publish(company, Engine.postgres)
try:
    build(company, Engine.postgres)
    publish(company, Engine.postgres)
except PlumblineError as error:
    print(error)
print(published_rows(company, Engine.postgres, PUBLISHED))
"""


def test_a_full_disk_of_a_server_is_said_and_harms_nothing(
    project: LandingProject, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", str(server_folder))
    for name in [name for name in os.environ if name.startswith(("PLUMBLINE_PG_", "PLUMBLINE_POSTGRES_"))]:
        monkeypatch.delenv(name)
    project.models(
        ROOT, total="select 7 as net", over_it="select net from {{ ref('total') }}", big=BIG[Engine.postgres]
    )

    def run(limit: int) -> str:
        arguments = [sys.executable, "-c", ON_A_FULL_SERVER, str(project.root), str(limit)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        return subprocess.run(arguments, check=True, capture_output=True, text=True, env=environment).stdout

    # Postgres keeps its log in files of 16 MiB.
    refused = run(17_000_000)
    assert "The disk is full" in refused
    assert "[{'net': 100}]" in refused
    assert run(0).strip() == "[{'net': 7}]"
