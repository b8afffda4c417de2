"""What is published is whole and tested: a failed, partial or killed build never reaches a reader."""

import os
import signal
import subprocess
import sys
import time

import pytest

from plumbline.errors import PlumblineError
from plumbline.locking import BusyError
from plumbline.project import Engine
from shop import ENDLESS, ROOT, Shop

ENGINES = pytest.mark.parametrize("engine", list(Engine))
BUILD = (
    "import sys; from pathlib import Path; from plumbline.building import build; "
    "from plumbline.project import Company, Engine; "
    "build(Company(sys.argv[1], Path(sys.argv[2])), Engine(sys.argv[3]))"
)


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
def test_a_build_keeps_others_out_and_killed_late_it_leaves_what_is_published(shop: Shop) -> None:
    shop.build_quickly(100)
    shop.publish()
    shop.project.models(ROOT, endless=ENDLESS)
    arguments = [sys.executable, "-c", BUILD, shop.company.name, str(shop.project.root), shop.engine.value]
    # A landed server would stop with the process that started it: the build uses the session's.
    with subprocess.Popen(arguments, env=dict(os.environ), stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_last_model(shop, process)
            for command in (shop.build, shop.publish, shop.project.land):
                with pytest.raises(BusyError, match=rf"plumbline build \(pid {process.pid} of .* since 20"):
                    command()
            assert shop.published() == 100
            assert process.poll() is None
        finally:
            process.send_signal(signal.SIGKILL)
    with pytest.raises(PlumblineError, match="no tested build"):
        shop.publish()
    assert shop.published() == 100
    (shop.project.root / "models" / "endless.sql").unlink()
    # The killed build's statement goes on in the server: the next build ends it.
    assert shop.build().success
    assert shop.publish().revision == 2
    assert shop.published() == 100


def _wait_for_last_model(shop: Shop, process: "subprocess.Popen[bytes]") -> None:
    """Until everything but the endless model is built, so that only that one is running."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if shop.engine is Engine.duckdb:
            wal = shop.company.build_file.with_suffix(".duckdb.wal")
            is_built = wal.exists() and b"over_it" in wal.read_bytes()
        else:
            sql = "select 1 from information_schema.views where table_schema = 'next_marts' and table_name = 'over_it'"
            is_built = bool(shop.ask(sql))
        if is_built:
            return
        time.sleep(0.1)
    raise AssertionError("the build did not come so far")


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
    ]
    shop.ask("; ".join(grants))
    shop.build()
    shop.publish()
    rights = (
        "select has_schema_privilege('landing_twin_reader', 'marts', 'usage'), "
        "has_table_privilege('landing_twin_reader', 'marts.over_it', 'select'), "
        "has_table_privilege('landing_twin_reader', 'marts.total', 'select'), "
        "has_table_privilege('landing_twin_reader', 'marts.over_it', 'delete')"
    )
    assert shop.ask(rights) == [(True, True, True, False)]
    shop.ask("drop owned by landing_twin_reader; drop role landing_twin_reader")


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


@ENGINES
def test_nothing_landed_is_said(shop: Shop) -> None:
    if shop.engine is Engine.duckdb:
        shop.company.landing_file.unlink()
    else:
        shop.ask("drop schema raw cascade")
    with pytest.raises(PlumblineError, match=f"Nothing is landed for {shop.company.name}"):
        shop.build()
