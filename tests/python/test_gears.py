"""The gears of the checks: which SQL `make check` lints, which tests it runs, and how two workers share a session."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conftest import ROOT
from plumbline import linting
from plumbline.errors import PlumblineError
from workers import in_order, needs_a_build, once

STYLED = "models/marts/fct.sql"


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def write(root: Path, name: str, text: str = "select 1\n") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with a main branch and a branch that has left it."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name in (STYLED, "models/marts/dim.sql", "models/marts/gone.sql", "macros/cross_db/divide.sql", ".sqlfluff"):
        write(tmp_path, name)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    git(tmp_path, "checkout", "-q", "-b", "work")
    return tmp_path


def test_changed_sql_is_what_differs_from_the_main_branch(repository: Path) -> None:
    assert linting.changed_sql(repository) == []
    write(repository, STYLED, "select 2\n")
    git(repository, "commit", "-q", "-a", "-m", "Change")
    write(repository, "models/marts/dim.sql", "select 3\n")
    write(repository, "tests/singular/assert_new.sql")
    write(repository, "macros/cross_db/divide.sql", "select 4\n")
    (repository / "models/marts/gone.sql").unlink()
    assert linting.changed_sql(repository) == ["models/marts/dim.sql", STYLED, "tests/singular/assert_new.sql"]


def test_a_changed_style_is_asked_of_all_sql(repository: Path) -> None:
    write(repository, ".sqlfluff", "[sqlfluff]\n")
    assert linting.changed_sql(repository) == ["models"]


def test_without_git_nobody_can_say_what_has_changed(tmp_path: Path) -> None:
    with pytest.raises(PlumblineError, match="make lint"):
        linting.changed_sql(tmp_path)


def test_sqlfluff_gets_the_changed_files_only(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def sqlfluff(_: Path, paths: list[str]) -> tuple[int, str]:
        asked.append(paths)
        return 1, "a finding"

    monkeypatch.setattr(linting, "_sqlfluff", sqlfluff)
    check = dict(linting.checks(repository, changed_only=True))["sqlfluff"]
    assert check()[0] == 0
    write(repository, STYLED, "SELECT 2\n")
    assert check() == (1, "a finding")
    assert asked == [[STYLED]]


def test_a_check_that_fails_is_reported_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [("first", lambda: (0, "fine")), ("second", lambda: (1, "wrong")), ("third", lambda: (0, "fine"))]
    monkeypatch.setattr(linting, "checks", lambda *_, **__: listed)
    done = linting.run_checks(ROOT)
    assert [(one.name, one.passed, one.output) for one in done] == [
        ("first", True, "fine"),
        ("second", False, "wrong"),
        ("third", True, "fine"),
    ]


def item(name: str, *fixtures: str, **parameters: str) -> Any:
    path = Path(f"tests/python/{name}.py")
    callspec = SimpleNamespace(params=parameters)
    return SimpleNamespace(path=path, nodeid=f"{path}::{fixtures}", fixturenames=fixtures, callspec=callspec)


def test_tests_of_the_demo_group_wait_at_the_end_but_for_its_builds() -> None:
    findings, landing = item("test_findings_group", "demo_duckdb"), item("test_landing")
    shared, same_file = item("test_guards"), item("test_guards", "demo_duckdb")
    builds, parity = item("test_engine_equality", "demo_duckdb", "demo_postgres"), item("test_parity")
    items = [findings, shared, builds, landing, same_file, parity]
    assert in_order(items) == [builds, landing, parity, findings, shared, same_file]


@pytest.mark.parametrize(
    ("one", "is_left_out"),
    [
        (item("test_landing", "project"), False),
        (item("test_landing", "postgres"), True),
        (item("test_scorecard", "demo_duckdb"), True),
        (item("test_oracles", engine="duckdb"), False),
        (item("test_oracles", engine="postgres"), True),
        (item("test_mutations"), True),
    ],
)
def test_a_check_leaves_out_what_needs_a_build(one: Any, is_left_out: bool) -> None:
    assert needs_a_build(one) is is_left_out


def test_what_one_worker_made_the_others_do_not_make_again(tmp_path: Path) -> None:
    made: list[int] = []
    for _ in range(2):
        once(tmp_path, "company", lambda: made.append(1))
    assert made == [1]


def test_what_failed_in_one_worker_fails_in_the_others(tmp_path: Path) -> None:
    def broken() -> None:
        raise ValueError("no such file")

    with pytest.raises(ValueError, match="no such file"):
        once(tmp_path, "company", broken)
    with pytest.raises(pytest.fail.Exception, match="no such file"):
        once(tmp_path, "company", lambda: None)


def test_two_workers_wait_for_each_other(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from workers import once; folder = Path(sys.argv[1])\n"
        "def make():\n"
        "    time.sleep(0.3)\n"
        "    with (folder / 'made').open('a') as made: made.write('x')\n"
        "once(folder, 'company', make)\n"
        "assert (folder / 'made').read_text() == 'x'\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT / "tests/python") for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert (tmp_path / "made").read_text(encoding="utf-8") == "x"
