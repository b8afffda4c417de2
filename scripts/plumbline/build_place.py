"""The place where a company is built: beside what is published, with a record of the run that builds there.

On DuckDB it is the build file, on Postgres the schemas named next_...; on both, schema `build` holds one row of
`runs`, written when a build begins and completed when it has passed, and `files`, the landed files that it reads.
Nothing but a beginning build creates a place.
"""

import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from plumbline.engines import attach_duckdb, company_postgres, open_duckdb, postgres_database, quoted
from plumbline.errors import PlumblineError
from plumbline.project import NEXT_PREFIX, Company, Engine, layer_schemas

RECORD = "build"
RUNS = """
    run_id varchar, begun_at timestamp, passed_at timestamp, company varchar, engine varchar, code_revision varchar,
    as_of_date date, relations varchar
"""
FILES = "dataset varchar, file_name varchar, row_count bigint, sha256 varchar, landed_at timestamp"
# The last version of a file is the one whose rows are there.
LANDED_SQL = """
select dataset, file_name, row_count, sha256, loaded_at
from (
    select
        *, row_number() over (partition by dataset, file_name order by loaded_at desc, batch_id desc) as age
    from {manifest}
) as batches
where age = 1
"""
# dbt and plumbline name their sessions; one that works in the schemas of the next build while this process holds the
# company belongs to a command that was killed, and may go on with a long statement.
ORPHANS_SQL = """
select pg_terminate_backend(activity.pid)
from pg_stat_activity as activity
where activity.datname = current_database() and activity.pid <> pg_backend_pid()
    and activity.usename = current_user and activity.application_name = 'plumbline'
    and exists (
        select 1
        from pg_locks as locks
        left join pg_class as relation on locks.relation = relation.oid
        inner join pg_namespace as namespace
            on relation.relnamespace = namespace.oid
            or (locks.classid = 'pg_namespace'::regclass and locks.objid = namespace.oid)
        where locks.pid = activity.pid and namespace.nspname = any(%s)
    )
"""
PUBLISHED_CATALOG = "published"
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Run:
    """A run that passed: what was built, of which code, as of which day. `relations` are names with their schema."""

    run_id: str
    company: str
    engine: str
    code_revision: str
    as_of_date: Any
    relations: tuple[str, ...]


class Place:
    """One transaction in the database where the company is built; values in SQL are written %s on both engines."""

    def __init__(self, engine: Engine, cursor: Any) -> None:
        self.engine = engine
        self._cursor = cursor

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        if self.engine is Engine.duckdb:
            found: list[tuple[Any, ...]] = self._cursor.execute(sql.replace("%s", "?"), list(values)).fetchall()
            return found
        self._cursor.execute(sql, list(values) or None)
        return self._cursor.fetchall() if self._cursor.description else []

    def schema(self, layer: str) -> str:
        """A layer's schema as it is called while it is built."""
        return layer if self.engine is Engine.duckdb else NEXT_PREFIX + layer

    def name(self, layer: str, relation: str) -> str:
        """A relation of the build, as SQL writes it."""
        return f"{quoted(self.schema(layer))}.{quoted(relation)}"

    def relations(self) -> set[str]:
        """What is in the place, as layer.relation."""
        found = self.rows(
            "select table_schema, table_name from information_schema.tables where table_catalog = current_database()"
        )
        prefix = "" if self.engine is Engine.duckdb else NEXT_PREFIX
        return {f"{schema.removeprefix(prefix)}.{name}" for schema, name in found if schema.startswith(prefix)}

    def published(self, layer: str, relation: str) -> str | None:
        """A relation of what is published, as SQL writes it; None when there is none."""
        catalog = PUBLISHED_CATALOG if self.engine is Engine.duckdb else None
        sql = "select 1 from information_schema.tables where table_schema = %s and table_name = %s and table_catalog = "
        if catalog is None:
            return f"{layer}.{quoted(relation)}" if self.rows(sql + "current_database()", (layer, relation)) else None
        return f"{catalog}.{layer}.{quoted(relation)}" if self.rows(sql + "%s", (layer, relation, catalog)) else None


def built_schemas(company: Company) -> list[str]:
    """Everything that a build writes and publishing swaps: the layers, and the record of the run."""
    return [*layer_schemas(company.root), RECORD]


@contextmanager
def open_place(
    company: Company, engine: Engine, *, create: bool = False, beside: Mapping[str, Path] | None = None
) -> Iterator[Place]:
    """The place in one transaction. On DuckDB the files `beside` can be read under their names.

    A DuckDB build file that is not there is an error unless `create`: an empty database is not a build.
    """
    if engine is Engine.postgres:
        session = company_postgres(company).connect(postgres_database(company))
        try:
            with session, session.cursor() as cursor:
                yield Place(engine, cursor)
        finally:
            session.close()
        return
    if not create and not company.build_file.exists():
        raise PlumblineError(f"{company.build_file} is not there any more: somebody removed it.")
    connection = _new_duckdb(company) if create else open_duckdb(company.build_file)
    with connection:
        for name, path in (beside or {}).items():
            attach_duckdb(connection, path, name)
        connection.execute("begin transaction")
        yield Place(engine, connection)
        connection.execute("commit")
        connection.execute("checkpoint")


def begin(company: Company, engine: Engine, *, keep: bool) -> str:
    """Clear the place, or keep it for a selection, and record a new run there; gives the run's id.

    The company's lock is held, so whatever stands there is what a former command left.
    """
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    revision, as_of = code_revision(company.root), company.variables.get("as_of_date")
    if engine is Engine.duckdb:
        _clear_file(company, keep=keep)
    else:
        _clear_schemas(company, keep=keep)
    beside = {"landing": company.landing_file} if engine is Engine.duckdb else {}
    with open_place(company, engine, create=True, beside=beside) as place:
        place.rows(f"create schema if not exists {quoted(place.schema(RECORD))}")
        for table, columns in (("runs", RUNS), ("files", FILES)):
            place.rows(f"drop table if exists {place.name(RECORD, table)}")
            place.rows(f"create table {place.name(RECORD, table)} ({columns})")
        place.rows(
            f"insert into {place.name(RECORD, 'runs')} (run_id, begun_at, company, engine, code_revision, as_of_date) "
            "values (%s, %s, %s, %s, %s, %s)",
            (run_id, now(), company.name, engine.value, revision, as_of),
        )
        manifest = "landing.raw.load_manifest" if engine is Engine.duckdb else "raw.load_manifest"
        place.rows(f"insert into {place.name(RECORD, 'files')} {LANDED_SQL.format(manifest=manifest)}")
    return run_id


def mark_passed(company: Company, engine: Engine, run_id: str, relations: Sequence[str]) -> None:
    """Record that this very run passed with these relations (layer.relation); creates nothing.

    Raises PlumblineError when the place is gone, is another run's, or does not hold what the run built.
    """
    with open_place(company, engine) as place:
        found = [line[0] for line in _runs(place, "run_id")]
        if found != [run_id]:
            raise PlumblineError(
                f"The build of {company.name} passed, but the place where it stood is "
                f"{'now that of another run, ' + found[0] if found else 'gone'}: somebody removed or replaced it while "
                "it was built. It is not fit to be published; build again."
            )
        if missing := sorted({*relations} - place.relations()):
            raise PlumblineError(
                f"The build of {company.name} passed, but {', '.join(missing[:5])} is not there any more. It is not "
                "fit to be published; build again."
            )
        place.rows(
            f"update {place.name(RECORD, 'runs')} set passed_at = %s, relations = %s where run_id = %s",
            (now(), "\n".join(relations), run_id),
        )


def withdraw(company: Company, engine: Engine) -> None:
    """A build that is changed afterwards is not the one that passed: it is not fit to be published any more."""
    if engine is Engine.duckdb and not company.build_file.exists():
        return
    with open_place(company, engine) as place:
        if _runs(place, "run_id"):
            place.rows(f"update {place.name(RECORD, 'runs')} set passed_at = null")


def passed_run(place: Place) -> Run | None:
    """The run that stands in the place, if it passed."""
    columns = "run_id, company, engine, code_revision, as_of_date, relations"
    found = _runs(place, columns, "where passed_at is not null")
    if len(found) != 1:
        return None
    run_id, name, engine, revision, as_of_date, relations = found[0]
    return Run(run_id, name, engine, revision, as_of_date, tuple(relations.splitlines()))


def now() -> datetime:
    """Instants are stored in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def code_revision(root: Path) -> str:
    """The git commit of the project, with -changed behind it where files differ from it; else 'not recorded'."""
    try:
        commit = _git(root, "rev-parse", "HEAD")
        return f"{commit}-changed" if _git(root, "status", "--porcelain", "--", ".") else commit
    except (OSError, subprocess.SubprocessError):
        return NOT_RECORDED


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def _runs(place: Place, columns: str, condition: str = "") -> list[tuple[Any, ...]]:
    if f"{RECORD}.runs" not in place.relations():
        return []
    return place.rows(f"select {columns} from {place.name(RECORD, 'runs')} {condition}")


def _new_duckdb(company: Company) -> duckdb.DuckDBPyConnection:
    """The build file, made with the storage settings that dbt's profile has: a file keeps those it was made with."""
    profile = yaml.safe_load((company.root / "profiles.yml.example").read_text(encoding="utf-8"))
    [settings] = profile.values()
    return open_duckdb(company.build_file, config=settings["outputs"]["duckdb"].get("config_options", {}))


def _clear_file(company: Company, *, keep: bool) -> None:
    """A folder without a file; a selection keeps the file, or begins with a copy of what is published."""
    folder = company.build_file.parent
    if not keep or not company.build_file.exists():
        shutil.rmtree(folder, ignore_errors=False) if folder.exists() else None
        folder.mkdir(parents=True)
        if keep and company.published_file.exists():
            # Under its own name only when it is whole.
            copy = folder / "copy"
            shutil.copyfile(company.published_file, copy)
            copy.rename(company.build_file)


def _clear_schemas(company: Company, *, keep: bool) -> None:
    with open_place(company, Engine.postgres) as place:
        schemas = [place.schema(layer) for layer in built_schemas(company)]
        place.rows(ORPHANS_SQL, (schemas,))
        for schema in schemas:
            place.rows(
                f"create schema if not exists {quoted(schema)}"
                if keep
                else f"drop schema if exists {quoted(schema)} cascade"
            )
