"""The keeper of an embedded Postgres server: waits until nobody uses it, stops it, and ends.

It is started by every process that uses the server (see plumbline.embedded_postgres), and only one of them stays.
"""

import fcntl
import os
import sys
import time
from pathlib import Path

from plumbline.embedded_postgres import keeper_file, stop, users_file

# A process that is killed while its server starts leaves one that comes up a little later.
IDLE_SECONDS = 10.0
LOOK_SECONDS = 0.5


def keep(folder: Path) -> None:
    """Wait until the data folder has no user, then stop its server. Returns at once where another keeper does that."""
    keeper = os.open(keeper_file(folder), os.O_RDWR | os.O_CREAT, 0o664)
    try:
        fcntl.flock(keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    users = os.open(users_file(folder), os.O_RDWR | os.O_CREAT, 0o664)
    idle_until = time.monotonic() + IDLE_SECONDS
    while True:
        before = time.monotonic()
        fcntl.flock(users, fcntl.LOCK_EX)
        if time.monotonic() - before > LOOK_SECONDS:
            idle_until = time.monotonic() + IDLE_SECONDS
        if not _is_in_place(users, folder) or stop(folder) or time.monotonic() > idle_until:
            # In this order: a new user, who waits for the second lock, starts a keeper that must find the first free.
            os.close(keeper)
            os.close(users)
            return
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(LOOK_SECONDS)


def _is_in_place(users: int, folder: Path) -> bool:
    """Whether the locked file is still the one that users lock: the folder of products may have been removed."""
    try:
        return os.path.samestat(os.fstat(users), users_file(folder).stat())
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
