"""Runs dbt inside this process, for one company on one engine, away from what is published."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plumbline.build_place import begin, mark_passed, withdraw
from plumbline.disk import full_disk, full_disk_explained, is_full
from plumbline.engines import company_postgres, postgres_database, profile_environment
from plumbline.errors import PlumblineError
from plumbline.failures import NodeFailure, node_failure, with_findings
from plumbline.locking import company_lock
from plumbline.project import NEXT_PREFIX, Company, Engine, warehouse_root

FAILED = {"error", "fail", "runtime error", "partial success"}
STORED = {"model", "seed", "snapshot"}
# dbt commands that change nothing in the place where the company is built.
HARMLESS = {"list", "ls", "parse", "compile", "show", "docs", "debug", "deps", "source", "test", "--version", "--help"}

Progress = Callable[[int, int, str], None]


@dataclass
class DbtOutcome:
    """What a dbt command did. `summary` is dbt's own closing line (Done. PASS=... WARN=... ERROR=...)."""

    success: bool
    summary: str = ""
    failures: list[NodeFailure] = field(default_factory=list)
    skipped: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    problem: str = ""
    # What `parse` returns: dbt's own manifest; and every node's result of a run.
    manifest: Any = None
    results: list[Any] = field(default_factory=list)
    # What was built, as layer.relation.
    relations: list[str] = field(default_factory=list)


def profiles_folder(company: Company) -> Path:
    """A folder with profiles.yml made of profiles.yml.example, which takes its values from the environment."""
    folder = warehouse_root(company.root) / ".profiles"
    folder.mkdir(parents=True, exist_ok=True)
    profiles, example = folder / "profiles.yml", (company.root / "profiles.yml.example").read_bytes()
    if not profiles.exists() or profiles.read_bytes() != example:
        # Commands of other companies read it at the same time: it must never be seen half written.
        copy = folder / f"profiles.yml.{os.getpid()}"
        copy.write_bytes(example)
        copy.replace(profiles)
    return folder


@contextmanager
def environment(company: Company, engine: Engine, database: Path | None = None) -> Iterator[None]:
    """The environment in which dbt finds this company's database; restored afterwards."""
    before = dict(os.environ)
    os.environ.update(profile_environment(company, engine))
    if database is not None:
        os.environ["PLUMBLINE_DUCKDB_PATH"] = str(database)
    # dbt is told where things are on its command line; settings of the user's own shell must not move them.
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH", "DBT_PROFILES_DIR", "DBT_TARGET", "DBT_PROJECT_DIR"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def forget_old_macros(root: Path, target: Path) -> None:
    """Drop dbt's parse cache where macros changed since: it would miss macros that are gone, and fail."""
    cache = target / "partial_parse.msgpack"
    folder = root / "macros"
    if cache.is_file() and any(path.stat().st_mtime > cache.stat().st_mtime for path in (folder, *folder.rglob("*"))):
        cache.unlink()


def run_dbt(
    company: Company,
    engine: Engine,
    arguments: Sequence[str],
    progress: Progress | None = None,
    *,
    target: Path | None = None,
    database: Path | None = None,
    variables: Mapping[str, Any] | None = None,
    log_level: str = "none",
    listener: Callable[[Any], None] | None = None,
    manifest: Any = None,
) -> DbtOutcome:
    """A dbt command (`["build"]`, `["parse"]`, `["docs", "generate"]`, ...) for this company on this engine.

    `target` (dbt's artifacts), `database` (a DuckDB file) and `variables` replace those of the company's build;
    `listener` takes every event of dbt. A parsed `manifest` spares the parse; dbt changes it, so that it serves once.
    """
    # Seconds to import, and `plumbline --help` does not need it.
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    watcher = _Watcher(progress)
    target = target or company.target_path(engine)
    target.mkdir(parents=True, exist_ok=True)
    forget_old_macros(company.root, target)
    chosen = {**company.dbt_variables(engine), **(variables or {})}
    places = {
        "--project-dir": str(company.root),
        "--profiles-dir": str(profiles_folder(company)),
        "--target": engine.value,
        "--target-path": str(target),
        "--log-path": str(target / "logs"),
        "--log-level": log_level,
        "--vars": json.dumps(chosen, ensure_ascii=False, default=str),
    }
    command = [*arguments, *(part for place in places.items() for part in place)]
    with environment(company, engine, database), chdir(target):
        # The working directory matters only to a document that dbt leaves in it.
        try:
            runner = dbtRunner(manifest=manifest, callbacks=[watcher, *([listener] if listener else [])])
            result = runner.invoke(command)
        finally:
            _close_duckdb()
    outcome = DbtOutcome(bool(result.success), summary=watcher.summary)
    if result.exception:
        outcome.problem = str(result.exception)
    elif not result.success and watcher.errors:
        outcome.problem = "\n".join(watcher.errors)
    if arguments[0] == "parse":
        outcome.manifest = result.result
    _read_results(outcome, result.result)
    outcome.failures = with_findings(outcome.failures, company, engine, database)
    return outcome


def build(
    company: Company,
    engine: Engine,
    *,
    select: Sequence[str] = (),
    full_refresh: bool = False,
    progress: Progress | None = None,
) -> DbtOutcome:
    """`dbt build` into a new place. A build of everything that passes is marked as fit to be published.

    With `select` only these nodes are built, in the place of the last build, and the result is not fit to be published.
    """
    with company_lock(company, "build", engine), full_disk_explained(company.folder):
        _require_landed(company, engine)
        run_id = begin(company, engine, keep=bool(select))
        # Unit tests test code, not a company: `make check` and `make test` run them.
        arguments = ["build", "--exclude-resource-type", "unit_test"]
        arguments += [*(["--select", *select] if select else []), *(["--full-refresh"] if full_refresh else [])]
        outcome = run_dbt(company, engine, arguments, progress)
        if outcome.success and not select:
            mark_passed(company, engine, run_id, outcome.relations)
        if not outcome.success:
            _explain_full_disk(company, outcome)
    return outcome


def dbt_command(company: Company, engine: Engine, arguments: Sequence[str]) -> DbtOutcome:
    """Any dbt command in the place where the company is built, with dbt's own output.

    One that may change what was built takes back that the build passed.
    """
    with company_lock(company, "dbt", engine):
        verb = next((argument for argument in arguments if argument != "--"), "")
        if verb not in HARMLESS:
            withdraw(company, engine)
        return run_dbt(company, engine, arguments, log_level="info")


def _require_landed(company: Company, engine: Engine) -> None:
    place = str(company.landing_file)
    if engine is Engine.duckdb:
        is_landed = company.landing_file.exists()
    else:
        server, database = company_postgres(company), postgres_database(company)
        place = f"table raw.load_manifest in database {database} on {server.host}"
        session = server.connect(database)
        with session, session.cursor() as cursor:
            cursor.execute("select to_regclass('raw.load_manifest') is not null")
            [(is_landed,)] = cursor.fetchall()
        session.close()
    if not is_landed:
        raise PlumblineError(
            f"Nothing is landed for {company.name}: {place} is missing. Land its files first: plumbline land "
            f"--company {company.name} --data <folder>{'' if engine is Engine.duckdb else ' --engine postgres'}."
        )


def _explain_full_disk(company: Company, outcome: DbtOutcome) -> None:
    """After a full disk every other failure follows from it, and the unfinished DuckDB file takes the room."""
    said = [outcome.problem, *(failure.message for failure in outcome.failures)]
    if full := [message for message in said if is_full(message)]:
        shutil.rmtree(company.build_file.parent, ignore_errors=True)
        raise full_disk(company.folder, full[0])


def _close_duckdb() -> None:
    """dbt-duckdb keeps its database open for the life of the process: nobody else could open the file, nor move it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    held = DuckDBConnectionManager._ENV
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if held is not None:
        held.close()  # type: ignore[no-untyped-call]


class _Watcher:
    """Listens to dbt's events: how far it is, its closing line, its errors."""

    def __init__(self, progress: Progress | None) -> None:
        self.summary = ""
        self.errors: list[str] = []
        self._progress = progress
        self._done = 0
        self._total = 0

    def __call__(self, event: Any) -> None:
        name = event.info.name
        if name == "LogStartLine":
            self._total = event.data.total
            self._report(event.data.description)
        elif name == "NodeFinished":
            self._done += 1
            self._report("")
        elif name == "StatsLine":
            self.summary = event.info.msg.strip()
        elif event.info.level == "error" and name not in ("RunResultError", "RunResultFailure", "EndOfRunSummary"):
            self.errors.append(event.info.msg.strip())

    def _report(self, item: str) -> None:
        if self._progress and self._total:
            self._progress(min(self._done, self._total), self._total, item)


def _read_results(outcome: DbtOutcome, result: Any) -> None:
    results = [one for one in getattr(result, "results", None) or [] if hasattr(one, "node")]
    outcome.results = results
    outcome.statuses = dict(Counter(str(one.status) for one in results))
    outcome.skipped = outcome.statuses.get("skipped", 0)
    for one in results:
        if str(one.status) in FAILED:
            outcome.failures.append(node_failure(one))
        elif str(one.node.resource_type) in STORED and one.node.config.materialized != "ephemeral":
            outcome.relations.append(f"{str(one.node.schema).removeprefix(NEXT_PREFIX)}.{one.node.alias}")
