"""The public marts of a measured company, copied from the DuckDB file into Postgres with the indexes they have there.

The contracts of a measured company are made in DuckDB. To ask Postgres the same questions at that size, its marts are
enough: tables are copied, and of a mart that is a view the tables it reads, on which dbt makes the view.
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
    """Copy the marts that are named from a DuckDB file to the company's database on Postgres."""
    models = _models(company)
    named = [models[mart] for mart in marts]
    views = [model for model in named if model["config"]["materialized"] == "view"]
    read = [models[parent.split(".")[-1]] for view in views for parent in view["depends_on"]["nodes"]]
    tables = [model for model in [*named, *read] if model not in views]
    session = company_postgres(company).connect(postgres_database(company))
    try:
        with session, session.cursor() as cursor:
            for schema in {model["schema"] for model in [*named, *read]}:
                cursor.execute(f"drop schema if exists {schema} cascade")
                cursor.execute(f"create schema {schema}")
        with duckdb.connect(database, read_only=True) as source, TemporaryDirectory() as folder:
            for model in tables:
                _copy(model, source, session, Path(folder) / "rows.csv")
    finally:
        session.close()
    if views:
        _dbt(company, ["run", "--select", *(view["name"] for view in views)])


def _copy(model: dict[str, Any], source: duckdb.DuckDBPyConnection, session: Any, path: Path) -> None:
    name, table = model["name"], f"{model['schema']}.{model['name']}"
    columns = source.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [model["schema"], name],
    ).fetchall()
    definitions = ", ".join(f"{quoted(column)} {TYPES.get(kind, kind)}" for column, kind in columns)
    source.execute(f"copy {table} to '{path}' (format csv, header false)")
    with session, session.cursor() as cursor:
        cursor.execute(f"create table {table} ({definitions})")
        with path.open(encoding="utf-8") as rows:
            cursor.copy_expert(f"copy {table} from stdin (format csv)", rows)
        for index in model["config"].get("indexes") or []:
            kind = "unique index" if index.get("unique") else "index"
            keys = ", ".join(quoted(column) for column in index["columns"])
            cursor.execute(f"create {kind} on {table} ({keys})")
        cursor.execute(f"analyze {table}")
    path.unlink()


def _models(company: Company) -> dict[str, dict[str, Any]]:
    """Every model as dbt would make it on Postgres, by name."""
    _dbt(company, ["parse"])
    manifest = json.loads((company.target_path(Engine.postgres) / "manifest.json").read_text(encoding="utf-8"))
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}


def _dbt(company: Company, command: list[str]) -> None:
    # Schemas are called as they are when published.
    outcome = run_dbt(company, Engine.postgres, command, variables={"schema_prefix": ""})
    if not outcome.success:
        raise PlumblineError(f"dbt {command[0]} failed: {outcome.problem or outcome.failures}")
