"""What survives a restart: every record of the playground in one SQLite file, written behind within half a second."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EVERY_SECONDS = 0.3

Row = tuple[str, str, str | None]


class Keeper:
    """Keeps records by kind and key; without a path nothing outlives the process."""

    def __init__(self, path: Path | None) -> None:
        self._changed: dict[tuple[str, str], str | None] = {}
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key))"
            )

    def keep(self, kind: str, key: str, body: Any) -> None:
        """Remember a record; the newest of a key wins."""
        if self._database is not None:
            self._changed[kind, key] = json.dumps(body, ensure_ascii=False)

    def forget(self, kind: str, key: str) -> None:
        """Remember that a record is gone."""
        if self._database is not None:
            self._changed[kind, key] = None

    def kept(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Read the records of a kind, in the order of their keys."""
        if self._database is not None:
            question = "SELECT key, body FROM kept WHERE kind = ? ORDER BY key"
            for key, body in self._database.execute(question, (kind,)).fetchall():
                yield key, json.loads(body)

    def write(self) -> None:
        """Write what changed since the last time, in one transaction; any thread may call it."""
        changed, self._changed = self._changed, {}
        if self._database is None or not changed:
            return
        with self._lock, self._database:
            rows: list[Row] = [(kind, key, body) for (kind, key), body in changed.items()]
            self._database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [row for row in rows if row[2] is not None]
            )
            gone = [row[:2] for row in rows if row[2] is None]
            self._database.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", gone)

    def close(self) -> None:
        """Write the rest and let the file go."""
        self.write()
        if self._database is not None:
            self._database.close()
            self._database = None
