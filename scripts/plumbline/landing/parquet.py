"""Parquet goes straight to the engine: counts, totals and keys are checked in SQL, types are kept."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from plumbline.engines import quoted
from plumbline.landing.control import TOLERANCE, Promise
from plumbline.landing.files import ROW_NUMBER, match_columns
from plumbline.landing.refusals import (
    SHOWN,
    FileRefusedError,
    duplicate_key,
    empty_key,
    missing_columns,
    unknown_control,
    wrong_count,
    wrong_total,
)
from plumbline.landing.specs import Dataset
from plumbline.landing.stores import Rows


@dataclass(frozen=True)
class ParquetFile:
    """An accepted Parquet file: its rows as a relation, and what was counted."""

    rows: Rows
    row_count: int
    control_column: str | None
    control_total: Decimal | None
    skipped: tuple[str, ...]


def check_parquet(dataset: Dataset, path: Path, promise: Promise, connection: duckdb.DuckDBPyConnection) -> ParquetFile:
    """Read the file's columns and check it like any other. Binary columns are left out and named.

    Raises FileRefusedError.
    """
    scan = "read_parquet('" + str(path).replace("'", "''") + "', file_row_number = true)"
    try:
        described = connection.execute(f"describe select * exclude (file_row_number) from {scan}").fetchall()
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise FileRefusedError(
            "C-01", f"the file is not readable as Parquet: {first_line}", "Deliver it again."
        ) from error
    names = match_columns(dataset, [str(line[0]) for line in described])
    if any(column not in names for column in dataset.columns):
        raise missing_columns(dataset, names)
    kinds = dict(zip(names, (str(line[1]) for line in described), strict=True))
    kept = {name: kind for name, kind in kinds.items() if kind != "BLOB"}
    selected = ", ".join(
        f"{quoted(str(line[0]))} as {quoted(name)}" for line, name in zip(described, names, strict=True) if name in kept
    )
    sql = f"select {selected}, file_row_number + 1 as {ROW_NUMBER} from {scan}"
    control_column = promise.control_column or dataset.control_column
    if control_column and control_column not in kept:
        raise unknown_control(control_column)
    try:
        count, total = _count(connection, sql, control_column)
        _check_totals(promise, count, control_column, total)
        _check_key(connection, sql, dataset.key)
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        problem = f"the values cannot be checked: {first_line}"
        raise FileRefusedError("C-04", problem, "Look at the column named there.") from error
    skipped = tuple(name for name in names if name not in kept)
    return ParquetFile(Rows(kept, sql), count, control_column, total, skipped)


def _count(connection: duckdb.DuckDBPyConnection, sql: str, control_column: str | None) -> tuple[int, Decimal | None]:
    total = f"coalesce(sum(cast({quoted(control_column)} as decimal(38, 6))), 0)" if control_column else "null"
    line = connection.execute(f"select count(*), {total} from ({sql})").fetchone()
    assert line is not None
    return int(line[0]), line[1]


def _check_totals(promise: Promise, count: int, control_column: str | None, total: Decimal | None) -> None:
    if promise.row_count is not None and count != promise.row_count:
        raise wrong_count(count, promise.row_count)
    promised = promise.control_total
    if control_column and total is not None and promised is not None and abs(total - promised) > TOLERANCE:
        raise wrong_total(control_column, total, promised)


def _check_key(connection: duckdb.DuckDBPyConnection, sql: str, key: tuple[str, ...]) -> None:
    for column in key:
        empty = f"{quoted(column)} is null or trim(cast({quoted(column)} as varchar)) = ''"
        rows = connection.execute(
            f"select {ROW_NUMBER}, count(*) over () from ({sql}) where {empty} order by 1 limit {SHOWN}"
        ).fetchall()
        if rows:
            raise empty_key(column, [int(row[0]) for row in rows], int(rows[0][1]))
    if not key:
        return
    columns = ", ".join(quoted(column) for column in key)
    copy = connection.execute(
        f"select {columns}, list({ROW_NUMBER} order by {ROW_NUMBER})[:{SHOWN}], count(*) from ({sql}) "
        f"group by {columns} having count(*) > 1 order by min({ROW_NUMBER}) limit 1"
    ).fetchone()
    if copy:
        raise duplicate_key(key, [str(value) for value in copy[: len(key)]], list(copy[-2]), int(copy[-1]))
