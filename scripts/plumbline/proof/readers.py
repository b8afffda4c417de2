"""Rows of either engine as exact text, so that what is the same value is the same text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from plumbline.engines import company_postgres, open_duckdb, postgres_database
from plumbline.project import Company, Engine

NULL = ""


class Cursor(Protocol):
    """What the drivers of both engines offer."""

    @property
    def description(self) -> Any: ...

    def execute(self, sql: str, /) -> Any: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...


def exact_text(value: Any) -> str:
    """A value as text; decimals keep their stored digits, NULL is the empty text."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def rows(cursor: Cursor, sql: str) -> list[dict[str, str]]:
    """The rows of a query, every value as exact text."""
    cursor.execute(sql)
    names: Sequence[str] = [column[0] for column in cursor.description or []]
    return [dict(zip(names, map(exact_text, row), strict=True)) for row in cursor.fetchall()]


@contextmanager
def build_cursor(company: Company, engine: Engine) -> Iterator[Cursor]:
    """A cursor on the database that dbt has just built for a company."""
    if engine is Engine.duckdb:
        with open_duckdb(company.build_file) as connection:
            connection.execute(f"attach if not exists '{company.landing_file}' as landing (read_only)")
            yield connection.cursor()
    else:
        session = company_postgres(company).connect(postgres_database(company))
        try:
            yield session.cursor()
        finally:
            session.close()
