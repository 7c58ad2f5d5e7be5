"""What a database needs now and then: rows counted; of a SQLite file also its log begun anew and deleted bytes gone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from salesbot.storage.engines import BUSY_TIMEOUT, Engines, sqlite_path

LONG_LOG = 8 * 2**20
"""From how many bytes on the write-ahead log is begun anew; four times that is very long."""
_TRIES, _MOMENT, _BETWEEN = 24, 500, 2.0
"""How often a log is tried to be emptied, for how many milliseconds each time, and after how many seconds again."""

_LASTS, _LOOK = 60.0, 0.05
"""For how many seconds others' transactions are waited for, and after how many it is looked again."""
_UNDER_WAY = text(
    "SELECT l.virtualxid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'virtualxid'"
    " AND l.granted AND a.datname = current_database() AND l.pid <> pg_backend_pid()"
)
"""Each transaction holds a lock on its own number, which every role may see."""


def wipe(engines: Engines) -> bool:
    """Move the write-ahead log into a SQLite file and empty it, so that deleted bytes are nowhere.

    Whoever reads an older view is waited for, a minute in all, but nobody's change waits longer than for one try. False
    where somebody still reads one then, and on PostgreSQL.
    """
    return engines.sqlite and any(_emptied_at(engines, number) for number in range(_TRIES))


def outlast_others(engines: Engines) -> bool:
    """Wait until every transaction that is under way now has ended, a minute at most; whether all of them have.

    On SQLite whoever changes something waits for their turn, so there is none.
    """
    if engines.sqlite:
        return True
    with engines.read.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = set(connection.execute(_UNDER_WAY).scalars())
        until = time.monotonic() + _LASTS
        while before & set(connection.execute(_UNDER_WAY).scalars()):
            if time.monotonic() > until:
                return False
            time.sleep(_LOOK)
    return True


def shorten_log(engines: Engines) -> bool:
    """Begin SQLite's write-ahead log anew where it has become long; whether that was done.

    By itself SQLite begins it anew only at a change beside which nobody reads, and where many ask, none such may come for
    hours. Here changes wait a moment until whoever reads is done: a quarter of a second, or a second where the log is
    very long. Whoever reads for longer than that is waited for the next time.
    """
    path = sqlite_path(engines.url)
    log = path.with_name(f"{path.name}-wal") if path else None
    size = log.stat().st_size if log is not None and log.exists() else 0
    return size >= LONG_LOG and _emptied(engines, patience=250 if size < 4 * LONG_LOG else 1000)


def look_over(engines: Engines, grown: Iterable[str] = ()) -> None:
    """Let the database count its rows anew where they have become many more: by that it chooses its indexes.

    SQLite looks at a few hundred rows of each index, in some hundredths of a second. PostgreSQL does so by itself within a
    minute, in which a question may take a hundred times as long: there the tables in `grown` are counted at once.
    """
    if engines.sqlite:
        with _writer(engines) as raw:
            for pragma in ("analysis_limit=400", "optimize=0x10002"):
                raw.execute(f"PRAGMA {pragma}")
    elif tables := ", ".join(sorted(grown)):
        with engines.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"ANALYZE {tables}")


def _emptied_at(engines: Engines, number: int) -> bool:
    if number:
        time.sleep(_BETWEEN)
    return _emptied(engines, patience=_MOMENT)


def _emptied(engines: Engines, *, patience: int) -> bool:
    with _writer(engines) as raw:
        raw.execute(f"PRAGMA busy_timeout={patience}")
        try:
            (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        return not busy


@contextmanager
def _writer(engines: Engines) -> Iterator[Any]:
    """The driver's own connection, while nobody else changes anything; outside of a transaction."""
    with engines.writer.alone(), engines.write.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        yield raw
