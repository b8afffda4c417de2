"""A full disk, said as such: the engines, dbt and the operating system each put it in their own words."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg2

from plumbline.errors import PlumblineError

CODES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Postgres speaks the language of its server, but its hint and the system's own words are in most of its messages.
SIGNS = {*(os.strerror(code).casefold() for code in CODES), "disk full", "check free disk space", "out of disk space"}


def is_full(text: str) -> bool:
    """Whether a message of an engine, of dbt or of the system speaks of a full disk."""
    return any(sign in text.casefold() for sign in SIGNS)


def full_disk(folder: Path, said: str) -> PlumblineError:
    """What to tell the user; `said` is the original message."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e6
    return PlumblineError(
        f"The disk is full, or a quota or limit on file sizes is reached: {folder} has {free:,.0f} MB free here (a "
        "Postgres server writes to its own disk). What is published stays as it is. Make room and run the same command "
        f"again. The message was: {' '.join(said.split())}"
    )


@contextmanager
def full_disk_explained(folder: Path) -> Iterator[None]:
    """Turns an error that comes of a full disk into one that says so."""
    try:
        yield
    except (OSError, duckdb.Error, psycopg2.Error, PlumblineError) as error:
        if getattr(error, "errno", None) in CODES or is_full(str(error)):
            raise full_disk(folder, str(error)) from error
        raise
