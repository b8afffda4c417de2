"""The checks that need no data: SQL style, Python style and types, and the project's own guards."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plumbline.errors import PlumblineError

SQL_FOLDERS = ("models", "tests/singular", "analyses")
STYLE_FILES = {".sqlfluff", ".sqlfluffignore"}
MAIN_BRANCHES = ("origin/main", "main")


@dataclass(frozen=True)
class Check:
    """One check and how it went; `output` is what the tool said."""

    name: str
    passed: bool
    seconds: float
    output: str


def checks(root: Path, *, changed_only: bool = False) -> list[tuple[str, Callable[[], tuple[int, str]]]]:
    """The checks by name, each a function that returns an exit code and the tool's output.

    With `changed_only` sqlfluff looks at the SQL that differs from the main branch, the other checks at everything.
    """
    return [
        ("ruff check", lambda: _tool(root, "ruff", "check", "scripts", "tests/python")),
        ("ruff format", lambda: _tool(root, "ruff", "format", "--check", "scripts", "tests/python")),
        ("mypy", lambda: _tool(root, "mypy")),
        ("guards", lambda: _guards(root)),
        ("sqlfluff", lambda: _sqlfluff_changed(root) if changed_only else _sqlfluff(root, _sql_folders(root))),
    ]


def run_checks(root: Path, *, changed_only: bool = False) -> list[Check]:
    """Run the checks, each in a process of its own, two at a time; sqlfluff, which uses all cores, at the end."""
    listed = checks(root, changed_only=changed_only)
    with ThreadPoolExecutor(max_workers=2) as workers:
        # The longest first.
        running = {name: workers.submit(_run, name, check) for name, check in reversed(listed[:-1])}
        done = [running[name].result() for name, _ in listed[:-1]]
    return [*done, _run(*listed[-1])]


def _run(name: str, check: Callable[[], tuple[int, str]]) -> Check:
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


def guards_target(root: Path) -> Path:
    """Where dbt keeps the parse of the guards, so that the next one reads only what has changed."""
    return root / "warehouse" / ".lint" / "guards"


def _sql_folders(root: Path) -> list[str]:
    return [name for name in SQL_FOLDERS if any((root / name).rglob("*.sql"))]


def changed_sql(root: Path) -> list[str]:
    """SQL files that are new or differ from where this branch left the main branch (from the last commit on it).

    Everything when the style itself has changed. Raises PlumblineError where git cannot tell.
    """
    base = next((name for name in MAIN_BRANCHES if _git(root, "rev-parse", "--verify", "--quiet", name)), "HEAD")
    since = _git(root, "merge-base", "HEAD", base)
    if not since:
        raise PlumblineError(
            f"{root} is no git repository with commits, so nobody can say which SQL has changed. Run `make lint`."
        )
    # Names are read from the project's folder, which may be a part of the repository; deleted files have no style.
    listed = [
        *_git(root, "diff", "--name-only", "--relative", "--diff-filter=d", "-z", since).split("\0"),
        *_git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"),
    ]
    changed = {name for name in listed if name}
    if changed & STYLE_FILES:
        return _sql_folders(root)
    folders = tuple(f"{name}/" for name in SQL_FOLDERS)
    return sorted(name for name in changed if name.endswith(".sql") and name.startswith(folders))


def _git(root: Path, *arguments: str) -> str:
    """What git prints; empty when it fails."""
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _sqlfluff_changed(root: Path) -> tuple[int, str]:
    changed = changed_sql(root)
    return _sqlfluff(root, changed) if changed else (0, "no SQL has changed since the main branch")


def _sqlfluff(root: Path, paths: list[str]) -> tuple[int, str]:
    """sqlfluff over these files and folders, models of every source system included; needs no landed data."""
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
    context = "tool.sqlfluff.templater.dbt.context"
    # A company that names home units compiles to more SQL than one that names none.
    lines = [f"[{context}.source_systems]", *lines, f"[{context}.home_units]", 'entity = "unit"']
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    environment = {
        "PLUMBLINE_LANDING_PATH": str(landing),
        "PLUMBLINE_DUCKDB_PATH": str(folder / "plumbline.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "PYTHONWARNINGS": "ignore",
    }
    command = ("sqlfluff", "lint", "--config", str(config), "--disable-progress-bar", "--processes", "0", *paths)
    return _tool(root, *command, environment=environment)
