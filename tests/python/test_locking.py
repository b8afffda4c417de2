"""One command at a time changes a company: the second is told who is at work, and a dead holder is in nobody's way."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from landing_project import LandingProject
from plumbline import cli
from plumbline.engines import PostgresServer
from plumbline.locking import BusyError, company_lock, lock_file
from plumbline.project import Company, Engine

HOLD = """
import sys
from pathlib import Path
from plumbline.locking import company_lock
from plumbline.project import Company, Engine

with company_lock(Company(sys.argv[1], Path(sys.argv[2])), "build", Engine(sys.argv[3])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another_process(
    company: Company, engine: Engine = Engine.duckdb, **environment: str
) -> Iterator["subprocess.Popen[bytes]"]:
    arguments = [sys.executable, "-c", HOLD, company.name, str(company.root), engine.value]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, env={**os.environ, **environment}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_one_is_told_who_is_first(project: LandingProject, monkeypatch: pytest.MonkeyPatch) -> None:
    config = project.root / "tiny.yml"
    own = "company: tiny, base_currency: CNY, as_of_date: '2025-10-08', source_systems: {books: []}"
    config.write_text(f"vars: {{{own}}}\n", encoding="utf-8")
    monkeypatch.setenv("PLUMBLINE_PROJECT", str(project.root))
    commands = [["build"], ["publish"], *([name, "--data", str(project.data)] for name in ("land", "run"))]
    with held_by_another_process(project.company) as holder:
        for command in [*commands, ["dbt", "--", "parse"]]:
            refused = CliRunner().invoke(cli.app, [command[0], "--company", str(config), *command[1:]])
            said = " ".join(refused.stderr.split())
            assert refused.exit_code == 2, command
            assert f"tiny is busy: plumbline build (pid {holder.pid} of " in said
            assert "Wait for it (--wait does so) or stop it" in said
    assert not (project.company.folder / "build").exists()
    assert not project.company.landing_file.exists()


def test_a_dead_holder_is_in_nobodys_way(project: LandingProject) -> None:
    with held_by_another_process(project.company) as holder:
        with pytest.raises(BusyError), company_lock(project.company, "land"):
            pass
        holder.kill()
        holder.wait()
        with company_lock(project.company, "land"):
            record = json.loads(lock_file(project.company).read_text(encoding="utf-8"))
            assert (record["step"], record["pid"]) == ("land", os.getpid())
    assert lock_file(project.company).read_text(encoding="utf-8") == ""


def test_steps_of_one_command_do_not_keep_each_other_out(project: LandingProject) -> None:
    refusals: list[BusyError] = []

    def another_thread() -> None:
        try:
            with company_lock(project.company, "build"):
                pass
        except BusyError as refusal:
            refusals.append(refusal)

    def in_another_thread() -> int:
        thread = threading.Thread(target=another_thread)
        thread.start()
        thread.join()
        return len(refusals)

    with company_lock(project.company, "run"):
        with company_lock(project.company, "land"):
            pass
        assert in_another_thread() == 1, "the inner step let the company go"
    assert in_another_thread() == 1, "the company is still held"


def test_who_waits_says_so_and_gets_its_turn(project: LandingProject) -> None:
    said: list[str] = []
    with held_by_another_process(project.company) as holder:

        def waiting(message: str) -> None:
            said.append(message)
            holder.kill()

        with company_lock(project.company, "land", waiting=waiting):
            assert len(said) == 1
            assert f"pid {holder.pid}" in said[0]


def test_a_lock_on_a_removed_folder_keeps_nobody_out(project: LandingProject) -> None:
    with company_lock(project.company, "build"):
        lock_file(project.company).unlink()
        with held_by_another_process(project.company):
            assert lock_file(project.company).exists()


def test_machines_that_share_a_server_keep_each_other_out(
    project_on_postgres: LandingProject, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Another machine has its own folder of products, so only the database knows of both."""
    company, elsewhere = project_on_postgres.company, str(tmp_path / "another machine")
    with held_by_another_process(company, Engine.postgres, PLUMBLINE_WAREHOUSE=elsewhere) as holder:
        named = rf"busy: plumbline build \(pid {holder.pid} on .* since 20"
        with pytest.raises(BusyError, match=named), company_lock(company, "land", Engine.postgres):
            pass
        with company_lock(company, "build", Engine.duckdb):
            pass
        holder.kill()
        holder.wait()
        before = time.monotonic()
        with company_lock(company, "build", Engine.postgres), company_lock(company, "land", Engine.postgres):
            assert time.monotonic() - before < 5
    with company_lock(company, "build", Engine.postgres):
        pass
