"""The schema: made and brought up to date by migrations, each run once, with a backup before.

On PostgreSQL an advisory lock lets one process migrate while others wait; on SQLite the write lock of the file does.
Each migration says from which revision on an older program still works with what it leaves (`served_from`; its own where it
says nothing). The database keeps that, so that an older bot may go on, and start, while newer ones take over.
Foreign keys are off while SQLite rebuilds a table (a cascade would otherwise empty its children) and are checked after.
Alembic is loaded only where something is migrated: a start that finds the schema up to date does without it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from salesbot.storage.engines import DatabaseUnusable, Engines
from salesbot.storage.walls import Across, across, build_walls

if TYPE_CHECKING:
    from alembic.config import Config

_ADVISORY_LOCK, _STARTING_LOCK = 7_251_636, 7_251_637
_WAITS, _BETWEEN, _TRIES = "700ms", 1.0, 300
"""How long a migration waits for a table that others work with, after how many seconds it tries again, and how often.
Whoever comes after it waits behind it, and Slack waits three seconds only; less than a second, so that of two who wait for
each other it is the migration that gives way."""
_IN_USE = ("55P03", "40P01")
"""PostgreSQL's codes for a lock that was not to be had in time, and for two that wait for each other."""
_NOT_ALLOWED = "42501"
_MIGRATIONS = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The revision that this program's tables stand at."""
    return max(known_revisions())


def known_revisions() -> frozenset[str]:
    """Every revision that this program knows how to bring up to date: each names its file, in a row."""
    return frozenset(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def current_revision(engines: Engines) -> str | None:
    """The revision at which the database stands; None for one without any tables of ours.

    The first thing that is asked of a database: raises DatabaseUnusable where nothing of use answers.
    """
    try:
        with engines.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    except DatabaseError as failed:
        shown = engines.url.render_as_string(hide_password=True)
        raise DatabaseUnusable(f"{shown} does not answer as a database: {str(failed.orig).strip()}") from None


def up_to_date(engines: Engines) -> bool:
    """Whether there is nothing to bring up to date: at this program's revision, or at a newer one that serves it still."""
    return current_revision(engines) == newest_revision() or served_by_newer(engines)


def served_by_newer(engines: Engines) -> bool:
    """Whether a newer version has brought the database up to date in a way with which this one still works."""
    if current_revision(engines) in {None, *known_revisions()}:
        return False
    with engines.reading() as connection:
        if not _says_whom_it_serves(connection):
            return False
        served_from = connection.execute(text("SELECT served_from FROM alembic_version")).scalar_one_or_none()
    return served_from is not None and served_from <= newest_revision()


def migrate(engines: Engines) -> bool:
    """Bring the schema up to date in one transaction; True if anything was done.

    Raises DatabaseUnusable for a schema that only a newer version of Salesbot knows.
    """
    if up_to_date(engines):
        return False
    refuse_newer(engines)
    if engines.sqlite:
        _migrate_sqlite(engines)
    else:
        _migrate_postgresql(engines)
    return True


def refuse_newer(engines: Engines) -> None:
    """Raise DatabaseUnusable where a newer version of Salesbot has worked with the database already."""
    revision = current_revision(engines)
    if revision is not None and revision not in known_revisions():
        shown = engines.url.render_as_string(hide_password=True)
        instead = (
            "use that one for it"
            if served_by_newer(engines)
            else "start that one, or restore the backup that it made before"
        )
        raise DatabaseUnusable(
            f"{shown} was brought up to date by a newer version of Salesbot ({revision}): {instead}"
        )


@contextmanager
def one_at_a_time(engines: Engines) -> Iterator[None]:
    """While this lasts, no other process on the same PostgreSQL database begins it; a SQLite file has one bot anyway."""
    if engines.sqlite:
        yield
        return
    with engines.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _STARTING_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _STARTING_LOCK})


def _migrate_sqlite(engines: Engines) -> None:
    with engines.writer.alone(), engines.write.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        # Inside a transaction SQLite ignores this PRAGMA, so it comes first.
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _upgrade(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"the migration would leave {len(broken)} rows without their parent")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _migrate_postgresql(engines: Engines) -> None:
    for _ in range(_TRIES):
        try:
            return _migrated_postgresql(engines)
        except (OperationalError, ProgrammingError) as failed:
            state = getattr(failed.orig, "sqlstate", None)
            if state == _NOT_ALLOWED:
                raise DatabaseUnusable(
                    f"the role {engines.url.username} may not change the tables of {engines.url.database}: run "
                    "`salesbot migrate` as the role that owns them (docs/operations.md, Roles on PostgreSQL)"
                ) from None
            if state not in _IN_USE:
                raise
        time.sleep(_BETWEEN)
    shown = engines.url.render_as_string(hide_password=True)
    raise DatabaseUnusable(
        f"{shown} was in use all the time that its tables were to be changed: end what is long there"
    )


def _migrated_postgresql(engines: Engines) -> None:
    with engines.write.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{_WAITS}'"))
        across(connection, Across.EVERYTHING)
        _upgrade(connection)
        build_walls(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    connection.execute(
        text("UPDATE alembic_version SET served_from = :served_from"),
        {"served_from": max(getattr(step.module, "served_from", step.revision) for step in steps)},
    )


def _says_whom_it_serves(connection: Connection) -> bool:
    return "served_from" in {column["name"] for column in inspect(connection).get_columns("alembic_version")}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
