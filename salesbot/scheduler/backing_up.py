"""Backing up: once a day a verified copy of the database beside the others, the oldest of many given up.

Made in a thread of its own, so that no message waits for it. Whether it came about stands in the books, for admins to
see; how old the newest is, whoever looks after the bot is shown.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from salesbot.runtime import Runtime
from salesbot.storage.backups import back_up
from salesbot.storage.failures import BackupFailed
from salesbot.storage.workspaces import note_backup

EVERY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""After which one that failed is tried once more."""
MOST_KEPT = 14
_NAME = re.compile(r"salesbot-(\d{8}T\d{6})Z\.(?:db|dump)")
_LEFT = re.compile(_NAME.pattern + r"\..*\.part(-wal|-shm|-journal)?")
"""What is left of one that was killed in its middle."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made by the schedule."""

    path: Path
    made_at: datetime


def kept_in(folder: Path) -> list[Kept]:
    """The backups of the schedule in a folder, the newest first; others' files are not looked at."""
    if not folder.is_dir():
        return []
    found = [(path, _NAME.fullmatch(path.name)) for path in folder.iterdir()]
    kept = [Kept(path, _instant(match[1])) for path, match in found if match is not None]
    return sorted(kept, key=lambda each: each.made_at, reverse=True)


def _left_in(folder: Path, now: datetime) -> list[Path]:
    """What is left of backups that were begun so long ago that nobody makes them any more."""
    found = [(path, _LEFT.fullmatch(path.name)) for path in folder.iterdir()]
    return [path for path, match in found if match is not None and _instant(match[1]) <= now - EVERY]


class BackingUp:
    """Makes the daily backup into a folder."""

    def __init__(self, runtime: Runtime, folder: Path) -> None:
        self.runtime = runtime
        self.folder = folder
        self._not_before: datetime | None = None
        self._under_way: threading.Thread | None = None

    def look(self, now: datetime) -> None:
        """Begin a backup where the newest is a day old; returns at once."""
        if self._under_way is not None and self._under_way.is_alive():
            return
        if self._not_before is None:
            newest = kept_in(self.folder)[:1]
            self._not_before = newest[0].made_at + EVERY if newest else now
        if now < self._not_before:
            return
        self._not_before = now + AGAIN
        self._under_way = threading.Thread(target=self._make, args=(now,), name="backing-up", daemon=True)
        self._under_way.start()

    def age(self, now: datetime) -> float | None:
        """Seconds since the newest backup was made; None where there is none."""
        newest = kept_in(self.folder)[:1]
        return (now - newest[0].made_at).total_seconds() if newest else None

    def wait(self, seconds: float) -> None:
        """Wait until a backup that is under way is made, or so long."""
        if self._under_way is not None:
            self._under_way.join(seconds)

    def _make(self, now: datetime) -> None:
        suffix = "db" if self.runtime.engines.sqlite else "dump"
        path = self.folder / f"salesbot-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z.{suffix}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = back_up(self.runtime.engines, path)
        except (BackupFailed, OSError) as failed:
            _log.error("no backup could be made", error=str(failed))
            self._note(now, failed=True)
            return
        self._not_before = now + EVERY
        _log.info("backed up", path=str(made.path), bytes=made.size, deals=made.deals, tried=made.tried)
        self._note(now, failed=False)
        for old in [*(each.path for each in kept_in(self.folder)[MOST_KEPT:]), *_left_in(self.folder, now)]:
            old.unlink(missing_ok=True)

    def _note(self, now: datetime, *, failed: bool) -> None:
        with self.runtime.engines.changing() as connection:
            note_backup(connection, now, failed=failed)


def _instant(written: str) -> datetime:
    return datetime.strptime(written, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
