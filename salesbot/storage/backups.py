"""Backups: a copy of one unchanging view of the database, opened and counted before it is called a backup.

Never by `cp`: what stands in the write-ahead log would be missing. SQLite copies by its own backup interface;
PostgreSQL by `pg_dump` of the same snapshot that was counted, restored beside to compare (`storage/dumps.py`).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from salesbot.storage import dumps
from salesbot.storage.engines import Engines, sqlite_path
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import DatabaseHeld, held
from salesbot.storage.new_files import new_file
from salesbot.storage.schema import (
    current_revision,
    known_revisions,
    migrate,
    one_at_a_time,
    refuse_newer,
    up_to_date,
)

_SQLITE_BEGINS, _DUMP_BEGINS = b"SQLite format 3\0", b"PGDMP"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A verified backup: where it stands, its size in bytes, and what is in it."""

    path: Path
    size: int
    counts: dict[str, int]
    """Rows by table."""
    credit: dict[str, int]
    """The ledger's credit by workspace and currency, in minor units."""
    tried: bool = True
    """Whether it was opened, or restored, and counted; False where PostgreSQL lets the role make no database to try in."""

    @property
    def deals(self) -> int:
        """How many deals are in it."""
        return self.counts.get("deal", 0)

    @property
    def people(self) -> int:
        """How many people are in it."""
        return self.counts.get("person", 0)


@dataclass(frozen=True, slots=True)
class Migrated:
    """Whether the schema was brought up to date, and the backup that was made before."""

    done: bool
    backup: Path | None


def back_up(engines: Engines, target: Path) -> BackedUp:
    """A backup in a new file that only its owner may read. Raises BackupFailed; then there is no file."""
    with new_file(target) as path:
        source = sqlite_path(engines.url)
        if source is None:
            dump = dumps.dump(engines, path)
            return BackedUp(target, path.stat().st_size, dump.counts, dump.credit, dump.tried)
        counts, credit = _copied(source, path)
        return BackedUp(target, path.stat().st_size, counts, credit)


def restore(engines: Engines, source: Path) -> BackedUp:
    """Put a backup in the database's place, all of it or nothing. Raises BackupFailed."""
    try:
        if not source.is_file():
            raise BackupFailed("missing", str(source))
        _require_the_engine(engines, source)
        with held(engines):
            return _restored(engines, source)
    except DatabaseHeld as other:
        raise BackupFailed("held", other.holder) from None
    except BackupFailed:
        _leave_no_empty_file(sqlite_path(engines.url))
        raise


def _require_the_engine(engines: Engines, source: Path) -> None:
    """Make sure that the file was not made by the other engine, whose tools would only say that they cannot read it."""
    with source.open("rb") as file:
        begins = file.read(len(_SQLITE_BEGINS))
    if begins.startswith(_DUMP_BEGINS if engines.sqlite else _SQLITE_BEGINS):
        raise BackupFailed("of_postgresql" if engines.sqlite else "of_sqlite", str(source))


def _leave_no_empty_file(target: Path | None) -> None:
    """What opening made for a restore that did not come about; a file with anything in it stays."""
    if target is not None and target.is_file() and not target.stat().st_size:
        target.unlink()
        target.with_name(f"{target.name}.lock").unlink(missing_ok=True)


def migrate_safely(engines: Engines, now: datetime) -> Migrated:
    """Bring the schema up to date, a backup before where there is anything to lose; who comes second finds it done.

    Raises BackupFailed, and DatabaseUnusable for a schema of a newer version that serves this one no more.
    """
    if up_to_date(engines):
        return Migrated(False, None)
    refuse_newer(engines)
    with one_at_a_time(engines):
        if up_to_date(engines):
            return Migrated(False, None)
        revision = current_revision(engines)
        kept = None
        if revision is not None:
            kept = _beside(engines, f"before-{revision}-{now.astimezone(UTC):%Y%m%dT%H%M%S}")
            back_up(engines, kept)
        migrate(engines)
    return Migrated(True, kept)


def quick_check(path: Path) -> None:
    """Make sure that a SQLite file is whole. Raises BackupFailed (damaged)."""
    try:
        with closing(_open(path)) as file:
            said = [row[0] for row in file.execute("PRAGMA quick_check(3)")]
            if said == ["ok"]:
                return
    except sqlite3.DatabaseError as error:
        raise BackupFailed("damaged", f"{path}: {error}") from None
    raise BackupFailed("damaged", f"{path}: {said[0]}")


# -- SQLite -----------------------------------------------------------------------------------------------------


def _copied(source: Path, path: Path) -> tuple[dict[str, int], dict[str, int]]:
    try:
        with closing(_open(source)) as live, closing(_open(path)) as copy:
            live.execute("BEGIN")
            counts, credit = _counts(live), _credit(live)
            live.backup(copy)
            live.execute("ROLLBACK")
            # One file, to be carried away: without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        quick_check(path)
        with closing(_open(path)) as copy:
            if (_counts(copy), _credit(copy)) != (counts, credit):
                raise BackupFailed("failed", f"{path} holds other figures than {source}")
    except sqlite3.Error as error:
        raise BackupFailed("failed", f"{path}: {error}") from None
    return counts, credit


def _restored(engines: Engines, source: Path) -> BackedUp:
    target = sqlite_path(engines.url)
    if target is None:
        dump = dumps.restore_dump(engines, source)
        return BackedUp(source, source.stat().st_size, dump.counts, dump.credit)
    quick_check(source)
    with closing(_open(source)) as backup:
        _require_ours(backup, source)
        counts, credit = _counts(backup), _credit(backup)
        try:
            with closing(_open(target)) as live:
                live.execute("PRAGMA journal_mode=WAL")
                backup.backup(live)
                if (_counts(live), _credit(live)) != (counts, credit):
                    raise BackupFailed("failed", f"{target} holds other figures than {source}")
        except sqlite3.Error as error:
            raise BackupFailed("failed", f"{target}: {error}") from None
    os.chmod(target, 0o600)
    return BackedUp(source, source.stat().st_size, counts, credit)


def _require_ours(file: sqlite3.Connection, path: Path) -> None:
    try:
        found = file.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        found = None
    if found is None:
        raise BackupFailed("foreign", str(path))
    if found[0] not in known_revisions():
        raise BackupFailed("newer", f"{path} ({found[0]})")


def _open(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path, isolation_level=None, timeout=10)
    opened.execute("PRAGMA secure_delete=ON")
    return opened


def _counts(file: sqlite3.Connection) -> dict[str, int]:
    named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(name for (name,) in named)
    return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 - names of our tables


def _credit(file: sqlite3.Connection) -> dict[str, int]:
    try:
        rows = file.execute(
            "SELECT workspace_id, currency, sum(amount) FROM credit GROUP BY 1, 2 ORDER BY 1, 2"
        )
    except sqlite3.OperationalError:
        return {}
    return {f"{workspace} {currency}": amount for workspace, currency, amount in rows}


# -- files --------------------------------------------------------------------------------------------------------


def _beside(engines: Engines, name: str) -> Path:
    path = sqlite_path(engines.url)
    if path is None:
        return Path(f"{engines.url.database}.{name}.dump")
    return path.with_name(f"{path.stem}.{name}.db")
