"""Publishes a tiny company again and again, killed with SIGKILL before every line of the code that publishes.

A program of its own, because it forks: `python killed_publishing.py <company> <project folder> <engine>`. Its company's
files are landed. Prints one JSON line per kill: where it struck and what readers saw then.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from plumbline import build_place, publications, publishing
from plumbline.engines import published_rows
from plumbline.project import Company, Engine
from shop import build_quickly

WATCHED = {module.__file__ for module in (build_place, publications, publishing)}
SEEN = """
select
    cast((select net from marts.total) as integer) as net,
    cast((select net from marts.over_it) as integer) as net_of_view,
    (select max(revision) from marts.publications) as revision,
    (select count(*) from marts.publications) as publications,
    (select max(last_revision) from marts.publication_files) as revision_of_files
"""

Line = tuple[str, int]


def in_child(work: Callable[[], Any]) -> Any:
    """What the work gives in a forked process; None when it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reader)
            os.write(writer, json.dumps(work()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, encoding="utf-8") as pipe:  # noqa: PTH123  a descriptor, not a path
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        return None
    assert status == 0, "the forked process failed; its traceback stands above"
    return json.loads(said)


def watched(work: Callable[[], Any], on_line: Callable[[Line], Any]) -> None:
    """Do the work and say before each line of the watched modules that it is next."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            on_line((Path(frame.f_code.co_filename).name, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)


def main(name: str, root: Path, engine: Engine) -> None:
    company = Company(name, root)

    def publish() -> None:
        publishing.publish(company, engine)

    def lines() -> list[Line]:
        found: dict[Line, None] = {}
        watched(publish, found.setdefault)
        return list(found)

    def killed_before(line: Line) -> Callable[[], None]:
        def kill(next_line: Line) -> None:
            if next_line == line:
                os.kill(os.getpid(), signal.SIGKILL)

        return lambda: watched(publish, kill)

    def seen() -> dict[str, int]:
        [row] = published_rows(company, engine, SEEN)
        return row

    net = 0

    def build() -> None:
        nonlocal net
        net += 1
        in_child(lambda: build_quickly(company, engine, net))

    build()
    in_child(publish)
    # Not the first publication: that one has no history to carry over, and nothing to swap out.
    build()
    steps = [(str(file), int(number)) for file, number in in_child(lines)]
    build()
    before = in_child(seen)
    for line in steps:
        assert in_child(killed_before(line)) is None, f"{line} was not reached"
        after = in_child(seen)
        print(json.dumps({"line": line, "built": net, "before": before, "after": after}), flush=True)
        if after != before:
            before = after
            build()
    # The next command after the last kill.
    in_child(publish)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Engine(sys.argv[3]))
