"""What a published build says of a component: how complete its last months are, and how far back it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from plumbline.catalogue.metrics import Metric
from plumbline.engines import open_duckdb
from plumbline.project import Company

RECENT_MONTHS = 3


@dataclass(frozen=True)
class Evidence:
    """A published DuckDB file, read only, up to the company's as-of date."""

    connection: duckdb.DuckDBPyConnection
    as_of: str

    def completeness(self, component: Metric) -> Decimal | None:
        """Share of the rows of the last three months that hold the component; None when it cannot be told."""
        recent = f"select distinct {_month(component)} as month from {_rows(component)} order by 1 desc limit ?"
        sql = f"""
            select count(*), count({component.expr}) from {_rows(component)}
            where {_month(component)} in ({recent})
        """
        row = self._row(component, sql, [self.as_of, self.as_of, RECENT_MONTHS])
        return Decimal(row[1]) / row[0] if row and row[0] else None

    def months(self, component: Metric) -> int | None:
        """Months in which the component is something else than zero; None when it cannot be told."""
        is_count = component.component_class == "distinct_count"
        held = f"{component.expr} is not null" if is_count else f"{component.expr} <> 0"
        sql = f"select count(distinct case when {held} then {_month(component)} end) from {_rows(component)}"
        row = self._row(component, sql, [self.as_of])
        return int(row[0]) if row else None

    def _row(self, component: Metric, sql: str, values: list[Any]) -> tuple[Any, ...] | None:
        if component.fact is None:
            return None
        try:
            return self.connection.execute(sql, values).fetchone()
        except (duckdb.CatalogException, duckdb.BinderException):
            # The build is older than the fact or its column.
            return None


def _month(component: Metric) -> str:
    return "period_end" if component.component_class == "window_set" else "month_end"


def _rows(component: Metric) -> str:
    relation = component.fact.relation if component.fact else ""
    window = " and window_code = 'M'" if component.component_class == "window_set" else ""
    return f"(select * from components.{relation} where {_month(component)} <= cast(? as date){window})"


@contextmanager
def published_evidence(company: Company) -> Iterator[Evidence | None]:
    """The company's published file; None when nothing is published."""
    if not company.published_file.exists():
        yield None
        return
    with open_duckdb(company.published_file, read_only=True) as connection:
        yield Evidence(connection, str(company.variables.get("as_of_date") or "9999-12-31"))
