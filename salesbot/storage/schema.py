"""The schema: made and brought up to date by migrations, each run once, with a backup before.

On PostgreSQL an advisory lock lets one process migrate while others wait; on SQLite the write lock of the file does.
Foreign keys are off while SQLite rebuilds a table (a cascade would otherwise empty its children) and are checked after.
Alembic is loaded only where something is migrated: a start that finds the schema up to date does without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from salesbot.storage.engines import DatabaseUnusable, Engines
from salesbot.storage.walls import Across, across, build_walls

if TYPE_CHECKING:
    from alembic.config import Config

_ADVISORY_LOCK = 7_251_636
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
    """Whether the database stands at this program's revision."""
    return current_revision(engines) == newest_revision()


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
        raise DatabaseUnusable(
            f"{shown} was brought up to date by a newer version of Salesbot ({revision}): start that one, "
            "or restore the backup that it made before"
        )


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
    with engines.write.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        across(connection, Across.EVERYTHING)
        _upgrade(connection)
        build_walls(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
