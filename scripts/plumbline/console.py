"""How the command line talks: one console, progress bars, and tables that fit 120 columns."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

WIDTH = 120

out = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, soft_wrap=False)
err = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH, highlight=False)


@contextmanager
def progress_bar(title: str) -> Iterator["Bar"]:
    """A progress bar on standard error; nothing but its last state is left."""
    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[item]}"),
    )
    with Progress(*columns, console=err) as progress:
        yield Bar(progress, title)


class Bar:
    """Takes (done, total, item)."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None, item="")

    def __call__(self, done: int, total: int, item: str) -> None:
        self._progress.update(self._task, completed=done, total=total, item=item)


def plain(text: str) -> str:
    """Text from outside, so that its brackets are not read as markup."""
    return escape(text)
