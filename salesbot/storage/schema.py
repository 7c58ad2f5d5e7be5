"""The schema: made and brought up to date by migrations, each run once, with a backup before.

On PostgreSQL an advisory lock lets one process migrate while others wait; on SQLite the write lock of the file does.
Foreign keys are off while SQLite rebuilds a table (a cascade would otherwise empty its children) and are checked after.
Alembic is loaded where it is used: most commands only ask which revision there is, and `--help` not even that.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from salesbot.storage.engines import DatabaseUnusable, Engines

if TYPE_CHECKING:
    from alembic.config import Config

_ADVISORY_LOCK = 7_251_636


def newest_revision() -> str:
    """The revision that this program's tables stand at."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def known_revisions() -> frozenset[str]:
    """Every revision that this program knows how to bring up to date."""
    from alembic.script import ScriptDirectory

    return frozenset(each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions())


def current_revision(engines: Engines) -> str | None:
    """The revision at which the database stands; None for one without any tables of ours.

    The first thing that is asked of a database: raises DatabaseUnusable where nothing of use answers.
    """
    from alembic.migration import MigrationContext

    try:
        with engines.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()
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
    with engines.write_lock, engines.write.connect() as connection:
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
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
