"""What survives a restart: every record of the playground in one SQLite file, written behind within half a second."""

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVERY_SECONDS = 0.3

Changes = dict[tuple[str, str], str | None]

_log = logging.getLogger(__name__)


class Keeper:
    """Keeps records by kind and key; without a path nothing outlives the process. Any thread may call it."""

    def __init__(self, path: Path | None) -> None:
        self._changed: Changes = {}
        self._noting, self._writing = threading.Lock(), threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, check_same_thread=False)
            # No write-ahead log: what is left beside the file after a kill must not outlive its removal.
            self._database.execute("PRAGMA journal_mode=TRUNCATE")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key))"
            )

    def keep(self, kind: str, key: str, body: Any) -> None:
        """Remember a record; the newest of a key wins."""
        self._note(kind, key, json.dumps(body, ensure_ascii=True))

    def forget(self, kind: str, key: str) -> None:
        """Remember that a record is gone."""
        self._note(kind, key, None)

    def _note(self, kind: str, key: str, body: str | None) -> None:
        if self._database is not None:
            with self._noting:
                self._changed[kind, key] = body

    def kept(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Read the records of a kind, in the order of their keys."""
        if self._database is not None:
            question = "SELECT key, body FROM kept WHERE kind = ? ORDER BY key"
            for key, body in self._database.execute(question, (kind,)).fetchall():
                yield key, json.loads(body)

    def write(self) -> None:
        """Write what changed since the last time, in one transaction; what fails is tried again the next time."""
        with self._writing:
            with self._noting:
                changed, self._changed = self._changed, {}
            if self._database is None or not changed:
                return
            try:
                self._store(self._database, changed)
            except sqlite3.Error as trouble:
                _log.warning("the playground's state could not be written: %s", trouble)
                with self._noting:
                    self._changed = {**changed, **self._changed}

    @staticmethod
    def _store(database: sqlite3.Connection, changed: Changes) -> None:
        kept = [(*name, body) for name, body in changed.items() if body is not None]
        gone = [name for name, body in changed.items() if body is None]
        with database:
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", kept)
            database.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", gone)

    def close(self) -> None:
        """Write the rest and let the file go."""
        self.write()
        if self._database is not None:
            self._database.close()
            self._database = None


def forget_state(path: Path) -> None:
    """Begin anew: remove a playground's state file and what SQLite may have left beside it."""
    for name in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        name.unlink(missing_ok=True)
