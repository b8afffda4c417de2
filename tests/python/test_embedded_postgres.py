"""The embedded Postgres server ends with its last user, however that one ends, and not before."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

USE = """
import sys
from pathlib import Path
from plumbline.embedded_postgres import start

start(Path(sys.argv[1]))
print("started", flush=True)
sys.stdin.read()
"""


@contextmanager
def user_of(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that begins to use the server; it ends in good order when its input ends."""
    arguments = [sys.executable, "-c", USE, str(folder)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_started(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"


def postmaster(folder: Path) -> int:
    """The server's process id, 0 when there is none."""
    try:
        lines = (folder / "postmaster.pid").read_text(encoding="ascii").splitlines()
        os.kill(int(lines[0]), 0)
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return 0
    return int(lines[0])


def comes_true(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_the_server_ends_with_its_last_user(server_folder: Path) -> None:
    folder = server_folder / "postgres"
    with user_of(folder) as first:
        wait_until_started(first)
        server = postmaster(folder)
        assert server
        with user_of(folder) as second:
            wait_until_started(second)
            first.kill()
            first.wait()
            assert not comes_true(lambda: postmaster(folder) != server, 2), "a living user lost its server"
            second.kill()
            second.wait()
            assert comes_true(lambda: postmaster(folder) == 0, 20), "nobody stopped the server"
    with user_of(folder) as third:
        wait_until_started(third)
        assert postmaster(folder) not in (0, server)
        third.communicate()
        assert postmaster(folder) == 0, "a user that ends in good order stops the server before it is gone"


def test_a_server_whose_user_was_killed_while_it_started_ends(server_folder: Path) -> None:
    folder = server_folder / "postgres"
    with user_of(folder) as process:
        assert comes_true((folder / "postmaster.pid").exists, 60)
        process.kill()
    # It may come up still, after its user is gone.
    comes_true(lambda: postmaster(folder) == 0, 20)
    assert not comes_true(lambda: postmaster(folder) != 0, 2)
