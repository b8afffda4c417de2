"""What a failed data test found: which rule, in which columns, how many rows, and which row of which file."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

from plumbline.engines import company_postgres, open_duckdb, postgres_database
from plumbline.project import Company, Engine

SHOWN_ROWS = 10
RULES_TEST = "keeps_its_rules"
BATCH = re.compile(r"\bbatch_id=(\w+)")
TO_DO = (
    "To do: correct these rows where they come from (the delivered file, the mapping of its system, the model), or the "
    "rule where it is declared, and build again."
)


@dataclass(frozen=True)
class NodeFailure:
    """A model, seed or test that failed, and what dbt says about it.

    Of a data test that ran, `query` is what it asked and `findings` are lines that say what it found.
    """

    kind: str
    name: str
    message: str
    path: str
    query: str = ""
    findings: tuple[str, ...] = ()


def node_failure(result: Any) -> NodeFailure:
    """What a failed result of dbt says. A relation's rules are named by the relation; dbt's own name lists them all."""
    node = result.node
    metadata = getattr(node, "test_metadata", None)
    name = str(node.name)
    if metadata and metadata.name == RULES_TEST:
        name = f"{RULES_TEST} of {str(node.attached_node).rsplit('.', maxsplit=1)[-1]}"
    query = ""
    if str(node.resource_type) == "test" and str(result.status) == "fail":
        query = str(node.compiled_code or "")
    message = " ".join(str(result.message or "").split())
    return NodeFailure(str(node.resource_type), name, message, str(node.original_file_path), query)


def with_findings(
    failures: Sequence[NodeFailure], company: Company, engine: Engine, database: Path | None = None
) -> list[NodeFailure]:
    """The failures, those of data tests with what they found in the company's build, or in another DuckDB file."""
    if not any(failure.query for failure in failures):
        return list(failures)
    with _cursor(company, engine, database) as cursor:
        return [_explained(cursor, engine, failure) if failure.query else failure for failure in failures]


def _explained(cursor: Any, engine: Engine, failure: NodeFailure) -> NodeFailure:
    try:
        names, found = _first_rows(cursor, failure.query)
        lines = [_line(names, row) for row in found[:SHOWN_ROWS]]
        lines = _with_file_names(cursor, engine, lines)
    except (duckdb.Error, psycopg2.Error) as error:
        return replace(failure, findings=(failure.message, f"The rows it found could not be read: {error}".strip()))
    if len(found) > SHOWN_ROWS:
        lines.append(f"... and more: the first {SHOWN_ROWS} are shown.")
    return replace(failure, findings=(*lines, TO_DO))


def _first_rows(cursor: Any, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    cursor.execute(f"select * from (\n{query}\n) as found limit {SHOWN_ROWS + 1}")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _line(names: Sequence[str], row: Sequence[Any]) -> str:
    values = dict(zip(names, row, strict=True))
    if names[0] == "rule_name":
        rows = f"{values['row_count']} row{'' if values['row_count'] == 1 else 's'}"
        return (
            f"rule {values['rule_name']} on {values['column_names']}: {rows}, for example {values['example']}; "
            f"it asks: {values['rule_asks']}"
        )
    return ", ".join(f"{name}={'NULL' if value is None else value}" for name, value in values.items())


def _with_file_names(cursor: Any, engine: Engine, lines: Sequence[str]) -> list[str]:
    """Name the delivered file where a row names its batch."""
    batches = sorted({batch for line in lines for batch in BATCH.findall(line)})
    if not batches:
        return list(lines)
    manifest = "landing.raw.load_manifest" if engine is Engine.duckdb else "raw.load_manifest"
    wanted = ", ".join(f"'{batch}'" for batch in batches)
    cursor.execute(f"select batch_id, file_name from {manifest} where batch_id in ({wanted})")
    files = dict(cursor.fetchall())
    return [
        BATCH.sub(lambda found: f"file={files[found[1]]}" if found[1] in files else found[0], line) for line in lines
    ]


@contextmanager
def _cursor(company: Company, engine: Engine, database: Path | None) -> Iterator[Any]:
    if engine is Engine.duckdb:
        with open_duckdb(database or company.build_file) as connection:
            if company.landing_file.exists():
                connection.execute(f"attach if not exists '{company.landing_file}' as landing (read_only)")
            yield connection
        return
    session = company_postgres(company).connect(postgres_database(company))
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.close()
