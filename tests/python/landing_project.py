"""A tiny project of its own for tests of landing: one source system whose datasets each test declares."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from plumbline.engines import open_duckdb
from plumbline.landing import LandingReport, land
from plumbline.project import Company, Engine

Delivery = dict[str, bytes]
HOLD = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


class LandingProject:
    """A project folder with the source system `books`, and a data folder."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.data = root / "data"
        self.data.mkdir(parents=True)
        self.company = Company(name, root, {"source_systems": {"books": []}})
        (root / "dbt_project.yml").write_text("name: tiny\n", encoding="utf-8")
        self._tables: dict[str, dict[str, Any]] = {}

    def dataset(self, name: str, *, columns: str, **landing: Any) -> None:
        """Declare a dataset; `columns` is text whose first line is a header."""
        delimiter = landing.get("delimiter", ",")
        names = columns.splitlines()[0].split(delimiter)
        self._tables[name] = {
            "name": name,
            "identifier": f"books__{name}",
            "config": {"meta": {"landing": {"format": "csv", **landing}}},
            "columns": [{"name": column} for column in names],
        }
        folder = self.root / "models/staging/systems/tiny/books"
        folder.mkdir(parents=True, exist_ok=True)
        source = {
            "name": "books",
            "schema": "raw",
            "database": "{{ var('raw_database') or target.database }}",
            "tables": list(self._tables.values()),
        }
        (folder / "_books__sources.yml").write_text(
            yaml.safe_dump({"sources": [source]}, allow_unicode=True), encoding="utf-8"
        )

    def models(self, root: Path, **sql: str) -> None:
        """Make it a dbt project with these models in schema `marts`; engines as in the real project."""
        for name in ("profiles.yml.example", "macros/generate_schema_name.sql"):
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_bytes((root / name).read_bytes())
        project = {
            "name": "tiny",
            "profile": "plumbline",
            "flags": {"send_anonymous_usage_stats": False},
            "vars": {"raw_database": None, "schema_prefix": ""},
            "models": {"tiny": {"+schema": "marts", "+materialized": "table"}},
        }
        (self.root / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")
        (self.root / "models").mkdir(exist_ok=True)
        for name, text in sql.items():
            (self.root / "models" / f"{name}.sql").write_text(text, encoding="utf-8")

    def write(self, name: str, content: bytes) -> None:
        (self.data / name).write_bytes(content)

    def control(self, *lines: str) -> None:
        header = "file_name,row_count,control_column,control_total,period_from,period_to,encoding,extracted_at"
        self.write("manifest.csv", "\n".join([header, *lines, ""]).encode())

    def land(self, engine: Engine = Engine.duckdb, *, fresh: bool = False) -> LandingReport:
        """Land everything; nothing may be refused."""
        report = self.land_anyhow(engine, fresh=fresh)
        assert not report.failures, report.failures
        return report

    def land_anyhow(self, engine: Engine = Engine.duckdb, *, fresh: bool = False) -> LandingReport:
        return land(self.company, self.data, engine, fresh=fresh)

    def refusal(self) -> str:
        """Land, and give the reason why the one bad file was refused."""
        failures = self.land_anyhow().failures
        assert len(failures) == 1, failures
        return f"{failures[0].file_name}: {failures[0].note}"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with open_duckdb(self.company.landing_file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def manifest(self) -> list[tuple[Any, ...]]:
        return self.rows("select * from raw.load_manifest order by all")

    @contextmanager
    def held_by_another_process(self) -> Iterator[None]:
        command = [sys.executable, "-c", HOLD, str(self.company.landing_file)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            try:
                yield
            finally:
                process.kill()
