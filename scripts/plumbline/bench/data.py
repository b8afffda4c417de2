"""Contract-level data of a chosen size, made straight in the engine; nothing is random, every run has the same rows.

Every contract has rows; what the company is like stands in `shape`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from plumbline.bench import data_ledger, data_operations, data_people, data_planning, data_sales
from plumbline.bench.shape import FIRST_MONTH, MONTHS, Size
from plumbline.errors import PlumblineError


def contracts(root: Path) -> list[str]:
    """The contracts of the project, by name."""
    return sorted(path.stem.removeprefix("stg_") for path in root.glob("models/staging/*/stg_*.sql"))


def create(database: Path, manifest_path: Path, size: Size) -> dict[str, int]:
    """Make every staging table in an empty database, in the shape of its contract, and fill it.

    Returns the rows of each contract. A contract that stays empty is an error: nothing would be measured of it.
    """
    models = _staging_models(manifest_path)
    with duckdb.connect(database) as connection:
        connection.execute("create schema if not exists staging")
        connection.execute(_calendar())
        for name, node in models.items():
            columns = ", ".join(f"{column['name']} {column['data_type']}" for column in node["columns"].values())
            connection.execute(f"create table staging.{name} ({columns})")
        for contract, select in _rows(size):
            connection.execute(f"insert into staging.stg_{contract} by name {select}")
        connection.execute("drop table months")
        connection.execute("checkpoint")
        counts = {}
        for name in models:
            ((counts[name.removeprefix("stg_")],),) = connection.execute(
                f"select count(*) from staging.{name}"
            ).fetchall()
    if empty := sorted(contract for contract, count in counts.items() if not count):
        raise PlumblineError(
            f"The measured company delivers no rows of {', '.join(empty)}: add them to scripts/plumbline/bench."
        )
    return counts


def _staging_models(manifest_path: Path) -> dict[str, dict[str, Any]]:
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith("stg_")
    }


def _calendar() -> str:
    return f"""
        create table months as
        select
            number,
            start_date,
            last_day(start_date) as end_date,
            year(start_date) * 100 + month(start_date) as period_id
        from (
            select range as number, cast(date '{FIRST_MONTH}' + to_months(cast(range as integer)) as date) as start_date
            from range({MONTHS})
        )
    """


def _rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows; some read what was made before them."""
    for part in (data_ledger, data_people, data_sales, data_operations, data_planning):
        yield from part.rows(size)
