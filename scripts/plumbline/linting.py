"""The checks that need no data: SQL style, Python style and types, and the project's own guards."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL_FOLDERS = ("models", "tests/singular", "analyses")


@dataclass(frozen=True)
class Check:
    """One check and how it went; `output` is what the tool said."""

    name: str
    passed: bool
    seconds: float
    output: str


def checks(root: Path) -> list[tuple[str, Callable[[], tuple[int, str]]]]:
    """The checks by name, each a function that returns an exit code and the tool's output."""
    return [
        ("ruff check", lambda: _tool(root, "ruff", "check", "scripts", "tests/python")),
        ("ruff format", lambda: _tool(root, "ruff", "format", "--check", "scripts", "tests/python")),
        ("mypy", lambda: _tool(root, "mypy")),
        ("guards", lambda: _guards(root)),
        ("sqlfluff", lambda: _sqlfluff(root)),
    ]


def run_check(name: str, check: Callable[[], tuple[int, str]]) -> Check:
    started = time.monotonic()
    code, output = check()
    return Check(name, code == 0, time.monotonic() - started, output)


def _tool(root: Path, *command: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout.strip()


def _guards(root: Path) -> tuple[int, str]:
    # A process of its own: it parses the project with other variables than a build.
    return _tool(root, "plumbline.proof.guards")


def _sqlfluff(root: Path) -> tuple[int, str]:
    """sqlfluff over all models, those of every source system included; needs no landed data."""
    from plumbline.proof.model_checks import systems_delivered  # noqa: PLC0415 (written beside the guards)

    folder = root / "warehouse" / ".lint"
    profiles = root / "warehouse" / ".profiles"
    for path in (folder, profiles):
        path.mkdir(parents=True, exist_ok=True)
    (profiles / "profiles.yml").write_bytes((root / "profiles.yml.example").read_bytes())
    landing = folder / "landing.duckdb"
    if not landing.exists():
        duckdb.connect(landing).close()
    systems = {system: sorted(contracts) for system, contracts in systems_delivered(root).items()}
    # Only a TOML file hands lists to dbt's variables, and sqlfluff knows it by this name.
    config = folder / "pyproject.toml"
    lines = [f"{system} = {json.dumps(contracts)}" for system, contracts in systems.items()]
    header = "[tool.sqlfluff.templater.dbt.context.source_systems]"
    config.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    environment = {
        "PLUMBLINE_LANDING_PATH": str(landing),
        "PLUMBLINE_DUCKDB_PATH": str(folder / "plumbline.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "PYTHONWARNINGS": "ignore",
    }
    folders = [name for name in SQL_FOLDERS if any((root / name).rglob("*.sql"))]
    command = ("sqlfluff", "lint", "--config", str(config), "--disable-progress-bar", "--processes", "0", *folders)
    return _tool(root, *command, environment=environment)
