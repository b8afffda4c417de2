"""The public marts of a measured company, copied from the DuckDB file into Postgres with the indexes they have there.

The contracts of a measured company are made in DuckDB. To ask Postgres the same questions at that size, its marts are
enough.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from plumbline.building import run_dbt
from plumbline.engines import company_postgres, postgres_database, quoted
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

TYPES = {"VARCHAR": "text", "DOUBLE": "double precision"}


def copy_marts(company: Company, database: Path, marts: Iterable[str]) -> None:
    """Copy schema `marts` of a DuckDB file, as far as it is named, to the company's database on Postgres."""
    indexes = _indexes(company)
    session = company_postgres(company).connect(postgres_database(company))
    try:
        with duckdb.connect(database, read_only=True) as source, TemporaryDirectory() as folder:
            with session, session.cursor() as cursor:
                cursor.execute("drop schema if exists marts cascade")
                cursor.execute("create schema marts")
            for mart in marts:
                columns = source.execute(
                    "select column_name, data_type from duckdb_columns() "
                    "where schema_name = 'marts' and table_name = ? order by column_index",
                    [mart],
                ).fetchall()
                definitions = ", ".join(f"{quoted(name)} {TYPES.get(kind, kind)}" for name, kind in columns)
                path = Path(folder) / f"{mart}.csv"
                source.execute(f"copy marts.{mart} to '{path}' (format csv, header false)")
                with session, session.cursor() as cursor:
                    cursor.execute(f"create table marts.{mart} ({definitions})")
                    with path.open(encoding="utf-8") as rows:
                        cursor.copy_expert(f"copy marts.{mart} from stdin (format csv)", rows)
                    for index in indexes[mart]:
                        kind = "unique index" if index.get("unique") else "index"
                        keys = ", ".join(quoted(column) for column in index["columns"])
                        cursor.execute(f"create {kind} on marts.{mart} ({keys})")
                    cursor.execute(f"analyze marts.{mart}")
                path.unlink()
    finally:
        session.close()


def _indexes(company: Company) -> dict[str, list[dict[str, Any]]]:
    """The indexes of every model as dbt would make them on Postgres."""
    outcome = run_dbt(company, Engine.postgres, ["parse"])
    if not outcome.success:
        raise PlumblineError(f"dbt parse failed: {outcome.problem}")
    manifest = json.loads((company.target_path(Engine.postgres) / "manifest.json").read_text(encoding="utf-8"))
    return {node["name"]: node["config"].get("indexes") or [] for node in manifest["nodes"].values()}
