"""The raw tables and the load manifest, on DuckDB or Postgres; every file is written in one transaction."""

import io
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

from plumbline.engines import PostgresServer, open_duckdb, quoted
from plumbline.landing.files import META_COLUMNS

SCHEMA = "raw"
MANIFEST = "load_manifest"
MANIFEST_COLUMNS = {
    "batch_id": "varchar",
    "dataset": "varchar",
    "file_name": "varchar",
    "encoding": "varchar",
    "period_from": "integer",
    "period_to": "integer",
    "row_count": "integer",
    "control_column": "varchar",
    "control_total": "decimal(20, 2)",
    "sha256": "varchar",
    "extracted_at": "timestamp",
    "loaded_at": "timestamp",
}
META_TYPES = dict(zip(META_COLUMNS, ("varchar", "varchar", "integer", "timestamp"), strict=True))
ROWS_PER_CHUNK = 100_000


@dataclass(frozen=True)
class Batch:
    """One landed file of one dataset: a line of the load manifest."""

    batch_id: str
    dataset: str
    file_name: str
    encoding: str | None
    period_from: int
    period_to: int
    row_count: int
    control_column: str | None
    control_total: Decimal | None
    sha256: str
    extracted_at: datetime
    loaded_at: datetime

    def values(self) -> list[Any]:
        return [getattr(self, name) for name in MANIFEST_COLUMNS]


@dataclass(frozen=True)
class Rows:
    """A file's rows as a relation of the store's DuckDB connection: columns with their DuckDB types, and the SQL."""

    columns: Mapping[str, str]
    sql: str


class Store(ABC):
    """Where raw tables live. `reader` is the DuckDB connection that reads delivered files for it."""

    reader: duckdb.DuckDBPyConnection

    @abstractmethod
    def batches(self) -> list[Batch]:
        """The load manifest, oldest first."""

    @abstractmethod
    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """An empty raw table with these columns (DuckDB types), unless there is one."""

    @abstractmethod
    def land(self, table: str, rows: Rows, batch: Batch) -> None:
        """Replace the rows of the file's former batch, if any, and add the batch to the manifest: all or nothing."""

    @abstractmethod
    def analyze(self) -> None:
        """Give the planner statistics of what was landed, where the engine does not keep them by itself."""

    @abstractmethod
    def reset(self) -> None:
        """Forget everything that was landed."""

    @abstractmethod
    def close(self) -> None:
        """Release the database."""

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def raw(table: str) -> str:
    return f"{SCHEMA}.{quoted(table)}"


def batch_rows(rows: Rows, batch: Batch) -> str:
    """The rows with the four columns that every raw table has beside those of the file."""
    columns = ", ".join(quoted(name) for name in rows.columns)
    literals = [f"'{batch.batch_id}'", "'" + batch.file_name.replace("'", "''") + "'"]
    stamp = f"cast('{batch.loaded_at.isoformat(sep=' ')}' as timestamp)"
    return (
        f"select {columns}, {literals[0]} as _batch_id, {literals[1]} as _file_name, "
        f"cast(_row_number as integer) as _row_number, {stamp} as _loaded_at from ({rows.sql}) as delivered_rows"
    )


def table_definition(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in {**columns, **META_TYPES}.items())


class DuckDBStore(Store):
    """Raw tables in the company's landing file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.reader = open_duckdb(path)
        self._prepare()

    def _prepare(self) -> None:
        self.reader.execute(f"create schema if not exists {SCHEMA}")
        definition = ", ".join(f"{name} {kind}" for name, kind in MANIFEST_COLUMNS.items())
        self.reader.execute(f"create table if not exists {SCHEMA}.{MANIFEST} ({definition})")

    def batches(self) -> list[Batch]:
        names = ", ".join(MANIFEST_COLUMNS)
        found = self.reader.execute(f"select {names} from {SCHEMA}.{MANIFEST} order by loaded_at, batch_id").fetchall()
        return [Batch(*line) for line in found]

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        self.reader.execute(f"create table if not exists {raw(table)} ({table_definition(columns)})")

    def land(self, table: str, rows: Rows, batch: Batch) -> None:
        self.reader.execute("begin transaction")
        try:
            self.create(table, rows.columns)
            present = {line[0].casefold() for line in self.reader.execute(f"describe {raw(table)}").fetchall()}
            for name, kind in rows.columns.items():
                if name.casefold() not in present:
                    self.reader.execute(f"alter table {raw(table)} add column {quoted(name)} {kind}")
            self.reader.execute(f"delete from {raw(table)} where _file_name = ?", [batch.file_name])
            self.reader.execute(f"insert into {raw(table)} by name {batch_rows(rows, batch)}")
            marks = ", ".join("?" for _ in MANIFEST_COLUMNS)
            self.reader.execute(f"insert into {SCHEMA}.{MANIFEST} values ({marks})", batch.values())
            self.reader.execute("commit")
        except BaseException:
            self.reader.execute("rollback")
            raise

    def analyze(self) -> None:
        """Nothing: DuckDB keeps statistics while it writes."""

    def reset(self) -> None:
        self.reader.execute(f"drop schema {SCHEMA} cascade")
        self._prepare()

    def close(self) -> None:
        self.reader.close()


class PostgresStore(Store):
    """Raw tables in schema `raw` of the company's database; rows travel as a stream into COPY."""

    def __init__(self, server: PostgresServer, database: str) -> None:
        self.reader = duckdb.connect()
        self._connection = server.connect(database)
        self._changed: set[str] = set()
        self._prepare()

    def _prepare(self) -> None:
        definition = ", ".join(f"{name} {kind}" for name, kind in MANIFEST_COLUMNS.items())
        self._run(f"create schema if not exists {SCHEMA}")
        self._run(f"create table if not exists {SCHEMA}.{MANIFEST} ({definition})")
        self._connection.commit()

    def _run(self, sql: str, values: Iterable[Any] | None = None) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, None if values is None else list(values))
            return cursor.fetchall() if cursor.description else []

    def batches(self) -> list[Batch]:
        names = ", ".join(MANIFEST_COLUMNS)
        found = self._run(f"select {names} from {SCHEMA}.{MANIFEST} order by loaded_at, batch_id")
        self._connection.commit()
        return [Batch(*line) for line in found]

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        self._create(table, columns)
        self._connection.commit()

    def _create(self, table: str, columns: Mapping[str, str]) -> None:
        kinds = {name: postgres_type(kind) for name, kind in columns.items()}
        self._run(f"create table if not exists {raw(table)} ({table_definition(kinds)})")

    def land(self, table: str, rows: Rows, batch: Batch) -> None:
        try:
            self._create(table, rows.columns)
            found = self._run(
                "select column_name from information_schema.columns where table_schema = %s and table_name = %s",
                [SCHEMA, table],
            )
            present = {line[0] for line in found}
            for name, kind in rows.columns.items():
                if name not in present:
                    self._run(f"alter table {raw(table)} add column {quoted(name)} {postgres_type(kind)}")
            self._run(f"delete from {raw(table)} where _file_name = %s", [batch.file_name])
            self._copy(table, rows, batch)
            marks = ", ".join("%s" for _ in MANIFEST_COLUMNS)
            self._run(f"insert into {SCHEMA}.{MANIFEST} values ({marks})", batch.values())
            self._connection.commit()
            self._changed |= {table, MANIFEST}
        except BaseException:
            self._connection.rollback()
            raise

    def _copy(self, table: str, rows: Rows, batch: Batch) -> None:
        # Types that a text file cannot carry to Postgres as they are travel as text.
        plain = [name for name, kind in rows.columns.items() if kind != "VARCHAR" and postgres_type(kind) == "text"]
        casts = ", ".join(f"cast({quoted(name)} as varchar) as {quoted(name)}" for name in plain)
        sql = batch_rows(rows, batch)
        if casts:
            sql = f"select * replace ({casts}) from ({sql})"
        chunks = self.reader.execute(sql).to_arrow_reader(ROWS_PER_CHUNK)
        names = ", ".join(quoted(name) for name in chunks.schema.names)
        options = arrow_csv.WriteOptions(include_header=False)
        with self._connection.cursor() as cursor:
            for chunk in chunks:
                buffer = io.BytesIO()
                arrow_csv.write_csv(chunk, buffer, options)
                buffer.seek(0)
                # The writer quotes every text and leaves NULL bare, which is how COPY tells '' from NULL.
                cursor.copy_expert(f"copy {raw(table)} ({names}) from stdin with (format csv)", buffer)

    def analyze(self) -> None:
        # What changed in this run, and what an earlier run left without statistics (-1; before version 14: 0).
        bare = self._run(
            "select relname from pg_class where relnamespace = %s::regnamespace and relkind = 'r' and reltuples <= 0",
            [SCHEMA],
        )
        for table in sorted({*self._changed, *(line[0] for line in bare)}):
            self._run(f"analyze {raw(table)}")
        self._connection.commit()
        self._changed.clear()

    def reset(self) -> None:
        self._run(f"drop schema {SCHEMA} cascade")
        self._prepare()

    def close(self) -> None:
        self._connection.close()
        self.reader.close()


POSTGRES_TYPES = {
    "TINYINT": "smallint",
    "UTINYINT": "smallint",
    "SMALLINT": "smallint",
    "USMALLINT": "integer",
    "INTEGER": "integer",
    "UINTEGER": "bigint",
    "BIGINT": "bigint",
    "UBIGINT": "numeric(20, 0)",
    "HUGEINT": "numeric(38, 0)",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
    "UUID": "uuid",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}


def postgres_type(duckdb_type: str) -> str:
    """The Postgres type of a DuckDB column; types without a counterpart (lists, structs, intervals) become text."""
    kind = duckdb_type.upper()
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "numeric")
    if kind.startswith("TIMESTAMP") and kind not in POSTGRES_TYPES:
        return "timestamp"
    return POSTGRES_TYPES.get(kind, "text")
