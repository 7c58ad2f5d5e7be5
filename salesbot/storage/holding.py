"""Holding a database: one bot at a time on a SQLite file, said by a lock on a file beside it.

The lock goes with the process, also when it is killed. Commands need none and may work beside a bot. PostgreSQL takes
several bots at once, so nothing is held there.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salesbot.storage.engines import Engines, sqlite_path


class DatabaseHeld(Exception):
    """A bot holds the database already; `path` is the file, `holder` the process that said so."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is held by the bot with process number {holder or 'unknown'}")
        self.path = path
        self.holder = holder


@contextmanager
def held(engines: Engines) -> Iterator[None]:
    """Hold the database for as long as this lasts. Raises DatabaseHeld if another process does."""
    path = sqlite_path(engines.url)
    if path is None:
        yield
        return
    lock = os.open(lock_of(path), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock, path)
        yield
    finally:
        os.close(lock)


def is_held(path: Path) -> bool:
    """Whether a bot holds the SQLite file right now."""
    if not lock_of(path).exists():
        return False
    lock = os.open(lock_of(path), os.O_RDWR)
    try:
        _take(lock, path)
    except DatabaseHeld:
        return True
    finally:
        os.close(lock)
    return False


def lock_of(path: Path) -> Path:
    """The lock's file beside a SQLite file."""
    return path.with_name(f"{path.name}.lock")


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DatabaseHeld(path, os.pread(lock, 20, 0).decode(errors="replace").strip()) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
