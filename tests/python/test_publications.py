"""The marts `publications` and `publication_files`: what was published when, from which code and which files."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plumbline import build_place
from plumbline.build_place import code_revision
from plumbline.project import Engine
from plumbline.publications import PUBLICATION_FILES, PUBLICATIONS
from shop import Shop

ENGINES = pytest.mark.parametrize("engine", list(Engine))
HISTORY = "select revision, file_count, row_count from marts.publications order by revision"
FILES = "select {} from marts.publication_files order by file_name, first_revision"
JANUARY, FEBRUARY = "sales_202501.csv", "sales_202502.csv"


@ENGINES
def test_publications_and_their_files_are_kept_over_rebuilds(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_place, "code_revision", lambda _: "abc123")

    def publish(net: int) -> int:
        shop.build_quickly(net)
        return shop.publish().revision

    assert publish(100) == 1
    assert publish(100) == 2
    january = (shop.project.data / JANUARY).read_bytes()
    shop.sell("5.00")
    assert publish(75) == 3
    # What is landed after the build is not behind its publication.
    shop.build_quickly(75)
    shop.project.write(JANUARY, january)
    shop.project.land(shop.engine)
    assert shop.publish().revision == 4
    assert publish(100) == 5
    assert shop.rows(HISTORY) == [(1, 2, 4), (2, 2, 4), (3, 2, 3), (4, 2, 3), (5, 2, 4)]
    old, new = hashlib.sha256(january), hashlib.sha256(b"receipt,line,net\nA1,1,5.00\n")
    february = hashlib.sha256((shop.project.data / FEBRUARY).read_bytes())
    assert shop.rows(FILES.format("dataset, file_name, row_count, sha256, first_revision, last_revision")) == [
        ("books__sales", JANUARY, 2, old.hexdigest(), 1, 2),
        ("books__sales", JANUARY, 1, new.hexdigest(), 3, 4),
        ("books__sales", JANUARY, 2, old.hexdigest(), 5, 5),
        ("books__sales", FEBRUARY, 2, february.hexdigest(), 1, 5),
    ]
    now = datetime.now(UTC).replace(tzinfo=None)
    instants = [
        *shop.rows("select published_at from marts.publications order by revision"),
        *shop.rows("select landed_at from marts.publication_files"),
    ]
    assert all(now - timedelta(minutes=10) < instant <= now for (instant,) in instants), instants
    said = shop.rows("select distinct code_revision, as_of_date, company, engine from marts.publications")
    assert said == [("abc123", None, shop.company.name, shop.engine.value)]
    ids = [row[0] for row in shop.rows("select publication_id from marts.publications order by revision")]
    assert len({*ids}) == 5


@ENGINES
def test_both_marts_are_described_and_alike_on_both_engines(shop: Shop) -> None:
    shop.build_quickly(100)
    shop.publish()
    if shop.engine is Engine.duckdb:
        tables = "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
        columns = "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'marts'"
    else:
        tables = "select relname, obj_description(oid) from pg_class where relnamespace = 'marts'::regnamespace"
        columns = (
            "select table_name, column_name, data_type, "
            "col_description(format('%I.%I', table_schema, table_name)::regclass, ordinal_position) "
            "from information_schema.columns where table_schema = 'marts'"
        )
    described, found = dict(shop.rows(tables)), shop.rows(columns)
    types = {"character varying": "varchar", "timestamp without time zone": "timestamp"}
    for mart in (PUBLICATIONS, PUBLICATION_FILES):
        assert described[mart.name] == mart.meaning
        assert [
            (name, types.get(kind.lower(), kind.lower()), meaning)
            for table, name, kind, meaning in found
            if table == mart.name
        ] == [(column.name, column.type, column.meaning) for column in mart.columns]


@pytest.mark.parametrize("engine", [Engine.postgres])
def test_who_may_read_the_history_may_read_it_after_the_next_publication(shop: Shop) -> None:
    shop.build_quickly(100)
    shop.publish()
    shop.ask("grant select on marts.publications to public")
    shop.build_quickly(5)
    shop.publish()
    granted = (
        "select table_name from information_schema.table_privileges "
        "where table_schema = 'marts' and grantee = 'PUBLIC' and privilege_type = 'SELECT'"
    )
    assert shop.ask(granted) == [("publications",)]


def test_the_code_is_its_commit_and_whether_files_differ_from_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
        command = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert code_revision(tmp_path) == "not recorded"
    git("init")
    assert code_revision(tmp_path) == "not recorded"
    (tmp_path / "model.sql").write_text("select 1", encoding="utf-8")
    git("add", ".")
    git("commit", "--message", "One model")
    assert code_revision(tmp_path) == git("rev-parse", "HEAD")
    (tmp_path / "model.sql").write_text("select 2", encoding="utf-8")
    assert code_revision(tmp_path) == git("rev-parse", "HEAD") + "-changed"
