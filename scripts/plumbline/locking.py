"""One lock per company over landing, building and publishing: whoever comes second is told who is first.

On this machine it is a lock of the operating system on `warehouse/<company>/.lock`, which a process that dies lets go
at once; the file says who holds it. On Postgres it is an advisory lock in the company's database too, because several
machines may share a server. Both are re-entrant within a thread. Readers take neither.
"""

import fcntl
import getpass
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
from psycopg2.extensions import connection

from plumbline.engines import company_postgres, postgres_database
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

T = TypeVar("T")

# Takes what a command waits for, once, before it waits.
Waiting = Callable[[str], None]

# An advisory lock belongs to a database, and a company's schemas to one of them: "plum", then what is locked.
ADVISORY_KEY = (0x706C756D, 1)
HOLDER_SQL = """
select
    activity.application_name, host(activity.client_addr),
    to_char(activity.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')
from pg_locks as locks
left join pg_stat_activity as activity on locks.pid = activity.pid
where locks.locktype = 'advisory' and locks.granted
    and locks.database = (select oid from pg_database where datname = current_database())
    and locks.classid = %s and locks.objid = %s
"""
LOCK_NAME = ".lock"
WAIT_SECONDS = 0.25
RECORD_SECONDS = 0.5
# A server takes a moment to see that a client was killed.
SERVER_SECONDS = 0.5

_held: dict[tuple[Any, ...], int] = {}


class BusyError(PlumblineError):
    """Another command works on the company. Nothing was done: exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=2)


@dataclass(frozen=True)
class Holder:
    """Who holds a company's lock, and since when (local time of its machine)."""

    step: str
    pid: int
    host: str
    user: str
    since: str

    @classmethod
    def me(cls, step: str) -> "Holder":
        return cls(step, os.getpid(), socket.gethostname(), _user(), datetime.now().isoformat(" ", "seconds"))

    def __str__(self) -> str:
        return f"plumbline {self.step} (pid {self.pid} of {self.user} on {self.host}) since {self.since}"


def lock_file(company: Company) -> Path:
    return company.folder / LOCK_NAME


@contextmanager
def company_lock(
    company: Company, step: str, engine: Engine | None = None, waiting: Waiting | None = None
) -> Iterator[None]:
    """Hold the company while its `step` (land, build, publish, ...) changes what is landed, built or published.

    Raises BusyError when another command holds it; with `waiting` it waits instead. Without an engine only what is on
    this machine is held.
    """
    with ExitStack() as locks:
        locks.enter_context(_once((lock_file(company),), lambda: _file_lock(company, step, waiting)))
        if engine is Engine.postgres:
            server, database = company_postgres(company), postgres_database(company)
            key = (server.host, server.port, database)
            locks.enter_context(_once(key, lambda: _database_lock(company, step, waiting)))
        yield


@contextmanager
def _once(key: tuple[Any, ...], take: Callable[[], Callable[[], None]]) -> Iterator[None]:
    """Take a lock unless this thread has it already; the outermost user lets it go."""
    key = (*key, threading.get_ident())
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    let_go = take()
    _held[key] = 1
    try:
        yield
    finally:
        del _held[key]
        let_go()


def _file_lock(company: Company, step: str, waiting: Waiting | None) -> Callable[[], None]:
    path = lock_file(company)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _wait_for(lambda: _lock_descriptor(path), lambda: _busy(company, _recorded(path)), waiting)
    record = json.dumps(asdict(Holder.me(step))).encode()
    os.pwrite(descriptor, record, 0)
    os.ftruncate(descriptor, len(record))

    def let_go() -> None:
        os.ftruncate(descriptor, 0)
        os.close(descriptor)

    return let_go


def _lock_descriptor(path: Path) -> int | None:
    """The locked file, or None when another process has it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o664)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        # Somebody may have removed the folder meanwhile: a lock on a file that is gone keeps nobody out.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)
        path.parent.mkdir(parents=True, exist_ok=True)


def _recorded(path: Path) -> str:
    """What the holder wrote about itself; it does so just after it has the lock."""
    deadline = time.monotonic() + RECORD_SECONDS
    while time.monotonic() < deadline:
        with suppress(ValueError, TypeError, FileNotFoundError):
            return str(Holder(**json.loads(path.read_text(encoding="utf-8"))))
        time.sleep(0.02)
    return "another plumbline command"


def _database_lock(company: Company, step: str, waiting: Waiting | None) -> Callable[[], None]:
    holder = Holder.me(step)
    # Postgres keeps 63 bytes of a name.
    name = f"plumbline {step} (pid {holder.pid} on {holder.host})"[:63]
    session = company_postgres(company).connect(postgres_database(company), application_name=name)
    session.autocommit = True
    # The session is idle for as long as a build takes; ending it would let the lock go. Older servers lack the setting.
    _ask(session, "select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'")

    def take() -> bool | None:
        [(is_taken,)] = _ask(session, "select pg_try_advisory_lock(%s, %s)", ADVISORY_KEY)
        return is_taken or None

    try:
        _wait_for(take, lambda: _busy(company, _database_holder(session)), waiting, SERVER_SECONDS)
    except BaseException:
        session.close()
        raise

    def let_go() -> None:
        # Closing alone would let go a moment later, and the next step of this process would be refused.
        with suppress(psycopg2.Error):
            _ask(session, "select pg_advisory_unlock(%s, %s)", ADVISORY_KEY)
        session.close()

    return let_go


def _database_holder(session: connection) -> str:
    for name, address, since in _ask(session, HOLDER_SQL, ADVISORY_KEY):
        if name:
            return f"{name}{f', connected from {address},' if address else ''} since {since}"
    return "another session of the Postgres server, whose name this user may not see"


def _ask(session: connection, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    with session.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _wait_for(
    take: Callable[[], T | None], busy: Callable[[], BusyError], waiting: Waiting | None, patience: float = 0
) -> T:
    said, deadline = False, time.monotonic() + patience
    while (taken := take()) is None:
        if waiting is None and time.monotonic() >= deadline:
            raise busy()
        if waiting is not None and not said:
            waiting(str(busy()))
            said = True
        time.sleep(WAIT_SECONDS)
    return taken


def _busy(company: Company, holder: str) -> BusyError:
    return BusyError(
        f"{company.name} is busy: {holder}. Nothing was done. Wait for it (--wait does so) or stop it; what is "
        "published can be read meanwhile."
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a user id without a name.
        return str(os.getuid())
