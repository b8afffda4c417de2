"""Companies built once per session, on the engines the tests ask for, apart from the user's own products.

They are landed, built, tested and published by the same functions that the command line calls. Products are under
warehouse/test, or where PLUMBLINE_WAREHOUSE says. Where two workers run the tests, the one that needs a company first
builds it.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from landing_project import Delivery, LandingProject
from plumbline import steps
from plumbline.dictionary.registry import Registry, load_registry
from plumbline.engines import (
    PostgresServer,
    company_postgres,
    open_duckdb,
    postgres_database,
    postgres_server,
    published_rows,
)
from plumbline.project import Company, Engine, load_company
from plumbline.proof.oracles import parsed_for_oracles
from plumbline.proof.shared_parse import SharedParse
from shop import Shop
from workers import (  # noqa: F401  pytest finds the hooks and the fixture here
    locked,
    once,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
    pytest_xdist_make_scheduler,
    say,
    shared_folder,
    show,
)

ROOT = Path(__file__).parents[2]
os.environ.setdefault("PLUMBLINE_PROJECT", str(ROOT))
WAREHOUSE = os.environ["PLUMBLINE_WAREHOUSE"] = str(ROOT / os.environ.get("PLUMBLINE_WAREHOUSE", "warehouse/test"))

SHARED_DATA = (ROOT / os.environ.get("PLUMBLINE_SHARED_DATA", "../shared/data")).resolve()

Publish = Callable[[Company, Path, Engine], "Published"]


@dataclass(frozen=True)
class Published:
    """A published company: where dbt's artifacts are, and how to read its marts."""

    company: Company
    engine: Engine

    @property
    def target_path(self) -> Path:
        return self.company.target_path(self.engine)

    def connect(self) -> Any:
        """A connection that reads the published database (a DuckDB or a psycopg2 connection)."""
        if self.engine is Engine.duckdb:
            return open_duckdb(self.company.published_file, read_only=True)
        return company_postgres(self.company).connect(postgres_database(self.company))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return published_rows(self.company, self.engine, sql)


@pytest.fixture(scope="session")
def session_folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of the session see."""
    return shared_folder(pytestconfig, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def publish(pytestconfig: pytest.Config, session_folder: Path) -> Publish:
    """Lands, builds and publishes a company, once in a session."""

    def published(company: Company, data: Path, engine: Engine) -> Published:
        def make() -> None:
            # The other engine's turn may be in another worker.
            with steps.held(company, "tests", engine, wait=True):
                steps.land_files(company, data, engine, fresh=True)
                outcome = steps.build_company(company, engine)
                say(pytestconfig, "dbt builds", f"dbt build of {company.name} on {engine}: {outcome.summary}")
                steps.publish_company(company, engine)

        once(session_folder, f"{company.name}_{engine}", make)
        return Published(company, engine)

    return published


@pytest.fixture(scope="session")
def demo_files(session_folder: Path) -> Path:
    """The demo group's raw files."""
    company = load_company("demo", ROOT)
    folder = company.folder / "raw"

    def make() -> None:
        with steps.held(company, "tests", Engine.duckdb, wait=True):
            steps.demo_data(folder)

    once(session_folder, "demo_files", make)
    return folder


@pytest.fixture(scope="session")
def demo_duckdb(publish: Publish, demo_files: Path) -> Published:
    """The demo group, published on DuckDB; every dbt test has passed."""
    return publish(load_company("demo", ROOT), demo_files, Engine.duckdb)


@pytest.fixture(scope="session")
def demo_postgres(publish: Publish, demo_files: Path) -> Published:
    """The demo group, published on Postgres (PLUMBLINE_POSTGRES_URL, else the embedded server)."""
    return publish(load_company("demo", ROOT), demo_files, Engine.postgres)


@pytest.fixture(scope="session")
def registry(session_folder: Path) -> Registry:
    """The demo group's metrics, parsed from the project as it is; needs no build."""
    with locked(session_folder / "registry.lock"):
        return load_registry(load_company("demo", ROOT))


@pytest.fixture(scope="session")
def oracle_parse(session_folder: Path) -> Callable[[Engine], SharedParse]:
    """The one parse that serves all oracles on an engine."""
    parses: dict[Engine, SharedParse] = {}

    def parsed(engine: Engine) -> SharedParse:
        if engine not in parses:
            # The second worker finds dbt's parse of the first.
            with locked(session_folder / f"oracles_{engine}.lock"):
                parses[engine] = parsed_for_oracles(ROOT, engine)
        return parses[engine]

    return parsed


@pytest.fixture(scope="session")
def adventureworks(publish: Publish) -> Published:
    """The real company, published on DuckDB."""
    data = SHARED_DATA / "adventureworks"
    if not data.is_dir():
        pytest.skip(f"the files of AdventureWorks are not in {data} (PLUMBLINE_SHARED_DATA names another folder)")
    return publish(load_company("adventureworks", ROOT), data, Engine.duckdb)


@pytest.fixture(scope="session")
def xero(publish: Publish) -> Published:
    """The company with a Xero ledger, published on DuckDB."""
    data = SHARED_DATA / "xero"
    if not data.is_dir():
        pytest.skip(f"the files of the Xero company are not in {data} (PLUMBLINE_SHARED_DATA names another folder)")
    return publish(load_company("xero", ROOT), data, Engine.duckdb)


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The session's Postgres server."""
    return postgres_server(ROOT)


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder of products for a test that starts an embedded server of its own, which is another user's under root:
    every pytest that begins closes pytest's own folders to other users."""
    parent = Path(WAREHOUSE)
    parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LandingProject:
    """A tiny project for landing; its products are in its own folder."""
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", str(tmp_path / "warehouse"))
    return LandingProject(tmp_path / "tiny", "tiny")


@pytest.fixture
def project_on_postgres(
    project: LandingProject, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> LandingProject:
    """A second tiny project, for a database of the session's server."""
    for name in ("host", "port", "user", "password"):
        monkeypatch.setenv(f"PLUMBLINE_PG_{name.upper()}", str(getattr(postgres, name)))
    twin = LandingProject(project.root.parent / "twin", "landing_twin" + os.environ.get("PYTEST_XDIST_WORKER", ""))
    session = postgres.connect(postgres.maintenance_database)
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(f'drop database if exists "{postgres_database(twin.company)}" with (force)')
    session.close()
    return twin


@pytest.fixture
def sales(project: LandingProject) -> Delivery:
    """Two months of a dataset `sales`, written to the project's data folder."""
    project.dataset(
        "sales", files="sales_*.csv", key=["receipt", "line"], control_column="net", columns="receipt,line,net"
    )
    files = {
        "sales_202501.csv": b"receipt,line,net\nA1,1,10.00\nA1,2,20.00\n",
        "sales_202502.csv": b"receipt,line,net\nB1,1,30.00\nB1,2,40.00\n",
    }
    for name, content in files.items():
        project.write(name, content)
    return files


@pytest.fixture
def shop(engine: Engine, project: LandingProject, project_on_postgres: LandingProject, sales: Delivery) -> Shop:
    """The tiny company of shop.py, landed on the engine that the test is about."""
    if engine is Engine.duckdb:
        return Shop(project, engine)
    project_on_postgres.dataset("sales", files="sales_*.csv", key=["receipt", "line"], columns="receipt,line,net")
    for name, content in sales.items():
        project_on_postgres.write(name, content)
    return Shop(project_on_postgres, engine)
