"""What two workers of a test session share: companies built once, the order of the tests, and what the tests print.

Workers take tests from one queue (`pytest -n 2 --no-loadscope-reorder`), whole groups at a time. Tests that need the
demo group stand at its end, behind those that need nothing or little: by then it is built.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Companies that a session builds, and the servers that it starts; a check without them takes a few minutes.
DEMO = {"demo_duckdb", "demo_postgres"}
BUILT = DEMO | {"adventureworks", "xero", "postgres", "clean_copy"}
# Tests of these files share no fixture of their module: each may run on either worker.
SPREAD = {"test_mutations", "test_oracles", "test_parity", "test_unit_tests"}
# Breaking definitions and deleting samples is for the whole run: a minute or more for what rarely goes wrong.
NOT_CHECKED = {"test_mutations", "test_samples"}
LINES = pytest.StashKey[list[tuple[str, str]]]()


def shared_folder(config: pytest.Config, base: Path) -> Path:
    """The session's folder that all its workers see; `base` is the worker's own temporary folder."""
    return base.parent if hasattr(config, "workerinput") else base


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One worker at a time; the system lets go of the lock when a worker dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(folder: Path, name: str, make: Callable[[], None]) -> None:
    """Let the worker that comes first make something; the others wait for it, and fail where it failed."""
    done, broken = folder / f"{name}.done", folder / f"{name}.failed"
    with locked(folder / f"{name}.lock"):
        if done.exists():
            return
        if broken.exists():
            pytest.fail(f"{name} failed before, in another worker: {broken.read_text(encoding='utf-8')}")
        try:
            make()
        except BaseException as error:
            broken.write_text(str(error), encoding="utf-8")
            raise
        done.touch()


def group_of(nodeid: str) -> str:
    """Tests with one group run on one worker, one after the other: those of a file, unless it is spread."""
    file = nodeid.split("::", 1)[0]
    return nodeid if Path(file).stem in SPREAD else file


class Groups(LoadScopeScheduling):
    """Hands groups to the workers. (xdist's own groups by marker need a node id that can be changed, which is gone.)"""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    return Groups(config, log)


def turn_of(item: pytest.Item) -> int:
    """Both builds of the demo group first, for one worker; what can do without it; what needs it."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if item.path.stem == "test_engine_equality":
        return 0
    return 2 if fixtures & DEMO else 1


def needs_a_build(item: pytest.Item) -> bool:
    """Whether a quick check leaves a test out: it needs a published company, Postgres, or many builds."""
    parameters = getattr(getattr(item, "callspec", None), "params", {}).values()
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & BUILT) or item.path.stem in NOT_CHECKED or "postgres" in map(str, parameters)


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Groups by the latest turn of their tests, so that no group begins before what it needs is built."""
    turns: dict[str, int] = {}
    for item in items:
        group = group_of(item.nodeid)
        turns[group] = max(turns.get(group, 0), turn_of(item))
    return sorted(items, key=lambda item: turns[group_of(item.nodeid)])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--check", action="store_true", help="only tests that need no published company and no Postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--check"):
        left_out = [item for item in items if needs_a_build(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not needs_a_build(item)]
    if hasattr(config, "workerinput"):
        items[:] = in_order(items)


def say(config: pytest.Config, section: str, text: str) -> None:
    """Keep a text for the end of the session: what a worker prints is lost."""
    config.stash.setdefault(LINES, []).append((section, text))


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Shows a text at the end of the session, under the name of the test."""
    return lambda text: say(request.config, request.node.name, text)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["lines"] = session.config.stash.get(LINES, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for section, text in getattr(node, "workeroutput", {}).get("lines", []):
        say(node.config, section, text)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What the tests show, above pytest's own closing line."""
    lines = config.stash.get(LINES, [])
    for section in dict.fromkeys(section for section, _ in lines):
        terminalreporter.section(section)
        for text in [text for name, text in lines if name == section]:
            terminalreporter.write_line(text)
