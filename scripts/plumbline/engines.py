"""Connections to DuckDB files and to Postgres: a named server, or the one that comes with the project's packages."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb
import psycopg2
import psycopg2.errors
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from plumbline import embedded_postgres
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine, warehouse_root


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def open_duckdb(
    path: Path, *, read_only: bool = False, config: Mapping[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB file; a lock held by another process is explained."""
    with _opening(path):
        return duckdb.connect(path, read_only=read_only, config=dict(config or {}))


def attach_duckdb(session: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Another DuckDB file under a name of its own, to be read."""
    literal = str(path).replace("'", "''")
    with _opening(path):
        session.execute(f"attach '{literal}' as {quoted(name)} (read_only)")


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.IOException as error:
        # A full disk has its own explanation, and any other problem is shown as DuckDB puts it.
        if "lock" not in str(error).lower():
            raise PlumblineError(f"Cannot open {path}: {error}") from error
        raise PlumblineError(
            f"{path} is open in another program, so it cannot be opened here. Close that program (a notebook, a BI "
            "tool, another plumbline run) and try again. BI tools should read only the published plumbline.duckdb, and "
            f"open it read-only. DuckDB says: {error}"
        ) from error


@dataclass(frozen=True)
class PostgresServer:
    """A running Postgres server and how to reach it."""

    host: str
    port: int
    user: str
    password: str
    maintenance_database: str = "postgres"
    is_embedded: bool = False

    def connect(self, database: str, *, application_name: str = "plumbline") -> connection:
        """A session; its name shows in pg_stat_activity, so that others can tell who works on a company."""
        try:
            return psycopg2.connect(
                host=self.host,
                port=self.port,
                user=self.user,
                password=self.password,
                dbname=database,
                application_name=application_name,
            )
        except psycopg2.OperationalError as error:
            raise PlumblineError(
                f"Cannot connect to database '{database}' on the Postgres server {self.host}:{self.port} "
                f"as {self.user}: {str(error).strip()} "
                "Check PLUMBLINE_POSTGRES_URL, or unset it to use the embedded server.",
                exit_code=2,
            ) from error

    def ensure_database(self, database: str) -> None:
        """Create the database unless it is there."""
        session = self.connect(self.maintenance_database)
        try:
            session.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            with session.cursor() as cursor:
                cursor.execute("select 1 from pg_database where datname = %s", [database])
                if not cursor.fetchone():
                    # Another machine may be about to do the same.
                    with suppress(psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
                        cursor.execute(f"create database {quoted(database)} encoding 'UTF8' template template0")
        finally:
            session.close()


@cache
def postgres_server(root: Path) -> PostgresServer:
    """The server of PLUMBLINE_POSTGRES_URL or PLUMBLINE_PG_HOST, else an embedded one under the warehouse folder.

    The embedded server listens on a Unix socket only and stops when the last process that uses it ends, killed or not.
    """
    if url := os.environ.get("PLUMBLINE_POSTGRES_URL"):
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or not parts.hostname:
            raise PlumblineError(
                "PLUMBLINE_POSTGRES_URL must look like postgresql://user:password@host:5432/database.", exit_code=2
            )
        return PostgresServer(
            host=parts.hostname,
            port=parts.port or 5432,
            user=unquote(parts.username or "postgres"),
            password=unquote(parts.password or ""),
            maintenance_database=parts.path.lstrip("/") or "postgres",
        )
    if host := os.environ.get("PLUMBLINE_PG_HOST"):
        return PostgresServer(
            host=host,
            port=int(os.environ.get("PLUMBLINE_PG_PORT", "5432")),
            user=os.environ.get("PLUMBLINE_PG_USER", "postgres"),
            password=os.environ.get("PLUMBLINE_PG_PASSWORD", ""),
        )
    return _embedded_server(warehouse_root(root) / "postgres")


def _embedded_server(folder: Path) -> PostgresServer:
    try:
        host, port = embedded_postgres.start(folder)
    except Exception as error:
        raise PlumblineError(
            f"The embedded Postgres server did not start in {folder}: {error}. Remove that folder to start afresh, "
            "or name your own server in PLUMBLINE_POSTGRES_URL=postgresql://user:password@host:5432/postgres."
        ) from error
    return PostgresServer(host=host, port=port, user="postgres", password="", is_embedded=True)


def postgres_database(company: Company) -> str:
    """The company's database: PLUMBLINE_PG_DATABASE, else plumbline_<company>. The layers' schemas are inside it."""
    return os.environ.get("PLUMBLINE_PG_DATABASE") or f"plumbline_{company.name}"


def company_postgres(company: Company) -> PostgresServer:
    """The server, with the company's database on it."""
    server = postgres_server(company.root)
    server.ensure_database(postgres_database(company))
    return server


def published_rows(company: Company, engine: Engine, sql: str) -> list[dict[str, Any]]:
    """The rows of a query over what is published for a company."""
    if engine is Engine.duckdb:
        if not company.published_file.exists():
            raise PlumblineError(
                f"Nothing is published for {company.name}: {company.published_file} is missing. "
                f"Run: plumbline run --company {company.name} --data <folder>."
            )
        with open_duckdb(company.published_file, read_only=True) as connection:
            try:
                cursor = connection.execute(sql)
            except (duckdb.BinderException, duckdb.CatalogException) as error:
                said = str(error).splitlines()[0]
                raise PlumblineError(
                    f"{company.published_file} was published by another version of this project: {said} "
                    f"Build it again: plumbline build --company {company.name}, then plumbline publish."
                ) from error
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
    session = company_postgres(company).connect(postgres_database(company))
    try:
        with session.cursor() as rows:
            rows.execute(sql)
            names = [column[0] for column in rows.description or []]
            return [dict(zip(names, line, strict=True)) for line in rows.fetchall()]
    except psycopg2.errors.UndefinedTable as error:
        raise PlumblineError(
            f"Nothing is published for {company.name} in database {postgres_database(company)} on {session.info.host}. "
            f"Run: plumbline run --company {company.name} --data <folder> --engine postgres."
        ) from error
    finally:
        session.close()


def profile_environment(company: Company, engine: Engine) -> Mapping[str, str]:
    """The environment variables that point profiles.yml.example to this company."""
    if engine is Engine.duckdb:
        return {
            "PLUMBLINE_DUCKDB_PATH": str(company.build_file),
            "PLUMBLINE_LANDING_PATH": str(company.landing_file),
        }
    server = company_postgres(company)
    return {
        "PLUMBLINE_PG_HOST": server.host,
        "PLUMBLINE_PG_PORT": str(server.port),
        "PLUMBLINE_PG_USER": server.user,
        "PLUMBLINE_PG_PASSWORD": server.password,
        "PLUMBLINE_PG_DATABASE": postgres_database(company),
    }
