"""Files that are there whole or not at all: written under another name, on the disk before they have their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salesbot.storage.failures import BackupFailed

UNFINISHED = ".part"
"""How the name ends of a file that is being written, or whose writer was killed."""


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Where to write a file that only its owner may read; it has its name once that went well. Raises BackupFailed."""
    _require_free(target)
    try:
        opened, name = tempfile.mkstemp(UNFINISHED, f"{target.name}.", target.parent)
    except OSError as error:
        raise BackupFailed("failed", str(error)) from None
    os.close(opened)
    path = Path(name)
    try:
        yield path
        _sync(path)
        _require_free(target)
        path.rename(target)
        _sync(target.parent)
    except BaseException:
        for more in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{more}").unlink(missing_ok=True)
        raise


def _require_free(target: Path) -> None:
    if target.exists():
        raise BackupFailed("exists", str(target))


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
