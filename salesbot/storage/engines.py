"""The two doors to the database: one engine to change, one to read, on SQLite or PostgreSQL.

SQLite: WAL, `synchronous=FULL` (pay depends on what was acknowledged), foreign keys on, `secure_delete` on;
changes begin IMMEDIATE behind one lock of the process, so writers queue instead of failing (`writing.py`); readers see one
snapshot and wait for nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from salesbot.storage.places import Places
from salesbot.storage.postgresql import postgresql_doors
from salesbot.storage.sealing import Sealer, carrying
from salesbot.storage.shelves import Shelves, with_shelves
from salesbot.storage.writing import Writer

CONNECTIONS = 48
"""Connections to PostgreSQL at most, half of them for each door: two processes keep within its usual hundred. Whoever comes
when all are taken waits for one, which takes less long than opening another."""
_STATEMENTS = 64
"""So many statements each reader of a SQLite file keeps ready, 13 KB each: with twice as many words are told no sooner."""
_IMMEDIATE = "salesbot_immediate"
"""The execution option under which a staging connection begins as a writer does."""
TOGETHER, PATIENCE = 8, 0.5
"""So many short changes go to PostgreSQL at once, from one process; who waited so many seconds goes besides."""
BUSY_TIMEOUT = 60_000
"""Milliseconds for which SQLite waits where somebody else has what it needs."""


class DatabaseUnusable(Exception):
    """The address cannot be read, nothing answers there, or what answers is not ours: the message says which."""


@dataclass(frozen=True)
class Engines:
    """One database: an engine to change it and one to read it."""

    url: URL
    write: Engine
    read: Engine
    sealer: Sealer = field(default_factory=Sealer)
    writer: Writer = field(init=False)
    """Through which a SQLite file is changed: one after another."""

    places: Places = field(default_factory=lambda: Places(TOGETHER, PATIENCE))
    """In which short changes of PostgreSQL are made."""

    def __post_init__(self) -> None:
        """One writer for each engine that writes."""
        object.__setattr__(self, "writer", Writer(self.write))

    @property
    def sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def changing(self, *, together: bool = False) -> Iterator[Connection]:
        """A transaction that may change things: committed at the end, rolled back on any error.

        `together`: a short change, which on SQLite may share the wait for the disk with others that wait for their turn.
        """
        if not self.sqlite:
            with self.places.place() if together else nullcontext(), self.write.begin() as connection:
                yield connection
            return
        with self.writer.change(together=together) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database that locks nobody out; writing through it fails."""
        with self.read.connect() as connection:
            yield connection
            connection.commit()

    @contextmanager
    def staging(self) -> Iterator[Connection]:
        """A connection with temporary tables of its own, in which a long change is made ready; it locks nobody out."""
        engine = _staging_engine(self.url).execution_options(**carrying(self.sealer))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def entering(self, staging: Connection) -> Iterator[None]:
        """The one short transaction in which a staged change is entered: committed at the end, or rolled back."""
        if not self.sqlite:
            with staging.begin():
                yield
            return
        staging.execution_options(**{_IMMEDIATE: True})
        with self.writer.alone(), staging.begin():
            yield
        staging.execution_options(**{_IMMEDIATE: False})

    def close(self) -> None:
        """Give every connection back."""
        self.write.dispose()
        self.read.dispose()


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite address; None for another engine or a database in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def file_of(address: str) -> Path | None:
    """The file that a SQLite address names; None for another engine."""
    return sqlite_path(make_url(address))


def open_engines(
    address: str, sealer: Sealer | None = None, *, made_up: bool = False, connections: int = CONNECTIONS
) -> Engines:
    """Open the database at a SQLAlchemy address: `sqlite:///file` or `postgresql+psycopg://…`.

    `sealer` seals and opens its secrets; without one they are kept as they are. `made_up`: a power failure may take a
    story's last moments, so nobody waits for the disk of a SQLite file. PostgreSQL is asked for so many `connections` at
    most. Raises DatabaseUnusable for an address that
    cannot be read; whether anything answers shows when it is asked.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # The address itself may hold a password, so it is not repeated.
        raise DatabaseUnusable("it is no address of a database") from None
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, sealer or Sealer(), made_up=made_up)
    sealer = sealer or Sealer()
    return Engines(url, *postgresql_doors(url, connections // 2, _carried(sealer)), sealer)


def open_existing(address: str) -> Engines:
    """Open a database that has to be there already: no SQLite file is made. Raises DatabaseUnusable."""
    try:
        path = file_of(address)
    except (ArgumentError, ValueError):
        raise DatabaseUnusable("it is no address of a database") from None
    if path is not None and not path.is_file():
        raise DatabaseUnusable(f"there is no file {path}")
    return open_engines(address)


def _open_sqlite(url: URL, sealer: Sealer, *, made_up: bool) -> Engines:
    path = sqlite_path(url)
    if path is not None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    options: dict[str, Any] = {"timeout": 60, "check_same_thread": False}
    carried = _carried(sealer)
    write = create_engine(url, pool_size=4, connect_args=options, execution_options=carried)
    read = create_engine(
        url, pool_size=16, max_overflow=32, connect_args={**options, "cached_statements": _STATEMENTS},
        execution_options=carried,
    )  # fmt: skip
    event.listen(write, "connect", _prepare_teller if made_up else _prepare_writer)
    event.listen(read, "connect", _prepare_reader)
    # Not by the event "begin": an engine that is listened to takes longer over every statement.
    write.dialect.do_begin = _begin_immediate  # type: ignore[method-assign,assignment]
    read.dialect.do_begin = _begin_deferred  # type: ignore[method-assign,assignment]
    return Engines(url, write, read, sealer)


def _carried(sealer: Sealer) -> dict[str, Any]:
    return {**carrying(sealer), **with_shelves(Shelves())}


def _staging_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, connect_args={"options": "-c timezone=UTC"}, poolclass=NullPool)
    # References are looked at by the staged book itself: SQLite's look at each row would hold the lock for seconds. Rows
    # are only added here, so nothing is left behind that would have to be wiped.
    engine = create_engine(url, connect_args={"timeout": 60, "check_same_thread": False}, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_stager)
    event.listen(engine, "begin", _begin_as_wanted)
    return engine


def _prepare_stager(dbapi: Any, record: Any) -> None:
    _prepare_writer(dbapi, record)
    for pragma in ("foreign_keys=OFF", "secure_delete=OFF", "cache_size=-65536"):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin_as_wanted(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _prepare(dbapi: Any, *pragmas: str) -> None:
    dbapi.isolation_level = None  # SQLAlchemy says when to begin, not the driver
    for pragma in ("foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT}", *pragmas):
        dbapi.execute(f"PRAGMA {pragma}")


def _prepare_writer(dbapi: Any, _record: Any) -> None:
    _prepare(dbapi, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def _prepare_teller(dbapi: Any, record: Any) -> None:
    """What is in the write-ahead log outlives every end of the process all the same."""
    _prepare_writer(dbapi, record)
    dbapi.execute("PRAGMA synchronous=NORMAL")


def _prepare_reader(dbapi: Any, _record: Any) -> None:
    _prepare(dbapi, "query_only=ON")


def _begin_immediate(dbapi: Any) -> None:
    dbapi.execute("BEGIN IMMEDIATE")


def _begin_deferred(dbapi: Any) -> None:
    dbapi.execute("BEGIN")
