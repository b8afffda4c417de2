"""A copy of the project as somebody who has just cloned it has it, in which commands are run one after the other."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.proof.mutations import copy_project

LONGEST_SECONDS = 3600
# Settings of the session that runs the tests; a newcomer's shell has none of them.
NOT_INHERITED = re.compile(r"PLUMBLINE_|DBT_|PYTEST_|VIRTUAL_ENV$|PYTHONPATH$|MAKEFLAGS$|MAKELEVEL$|MFLAGS$")
COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Answer:
    """What a command did: its exit code, and what it said on standard output and on standard error."""

    code: int
    out: str
    err: str


def copied(root: Path, folder: Path) -> Path:
    """The project's files with the changes that are not committed yet, without products and tools."""
    if not (root / ".git").exists():
        return copy_project(root, folder)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in dict.fromkeys(listed.stdout.split("\0")):
        # A file that was removed and not committed yet is still listed.
        if name and (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    return folder


class CleanCopy:
    """Runs commands in one terminal, each once, in the order of a list: to run one is to run those before it."""

    def __init__(self, root: Path, commands: Sequence[str], before: Mapping[str, Callable[[Path], None]]) -> None:
        self.root = root
        self._waiting = list(commands)
        self._before = before
        self._answers: dict[str, Answer] = {}
        self._exports: list[str] = []

    def answer(self, command: str) -> Answer:
        """What a command of the list did."""
        while command not in self._answers:
            following = self._waiting.pop(0)
            if prepare := self._before.get(following):
                prepare(self.root)
            self._answers[following] = self._run(following)
        return self._answers[command]

    def _run(self, command: str) -> Answer:
        if command.startswith("export "):
            self._exports.append(command)
        script = "\n".join([*self._exports, command])
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.root, env=newcomer_environment(), capture_output=True, text=True, timeout=LONGEST_SECONDS,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return Answer(done.returncode, COLOUR.sub("", done.stdout), COLOUR.sub("", done.stderr))


def newcomer_environment() -> dict[str, str]:
    """This environment without the project's settings, and without the tools of this checkout on the PATH."""
    kept = {name: value for name, value in os.environ.items() if not NOT_INHERITED.match(name)}
    folders = [folder for folder in kept["PATH"].split(os.pathsep) if ".venv" not in Path(folder).parts]
    return {**kept, "PATH": os.pathsep.join(folders)}
