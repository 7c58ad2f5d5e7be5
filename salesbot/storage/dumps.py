"""Backups of PostgreSQL by its own tools: `pg_dump` of the snapshot that was counted, `pg_restore` in one transaction.

Each dump is restored into a database of its own, counted there, and that database dropped, where the role may make one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, text

from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.failures import BackupFailed
from salesbot.storage.schema import known_revisions
from salesbot.storage.walls import Across, across

_LOOKS = 10
_MAY_MAKE_ONE = text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
_LEFT = text(
    "SELECT own.oid, array_agg(other.datname ORDER BY other.datname) FILTER (WHERE other.datname IS NOT NULL)"
    " FROM pg_database own LEFT JOIN pg_database other ON other.datname ~ ('^salesbot_backup_' || own.oid || '_[0-9a-f]+$')"
    " AND pg_has_role(other.datdba, 'USAGE')"
    " WHERE own.datname = current_database() GROUP BY own.oid"
)
"""This database's number, and what bears it in its name: copies in which a backup was tried, that may be dropped."""
_TRYING_LOCK = 7_251_638


@dataclass(frozen=True, slots=True)
class Dump:
    """What stands in a dump: rows by table, credit by workspace and currency."""

    counts: dict[str, int]
    credit: dict[str, int]
    tried: bool = field(default=False, compare=False)
    """Whether it was restored and counted before it was called a backup; else only read through."""


def dump(engines: Engines, path: Path) -> Dump:
    """Write a dump of one snapshot of the database, and restore it beside to compare. Raises BackupFailed."""
    with engines.reading() as connection:
        counted = _count(connection)
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run(
            engines,
            "pg_dump",
            "--format=custom",
            "--enable-row-security",
            f"--snapshot={snapshot}",
            f"--file={path}",
        )
    listed = _run(engines, "pg_restore", "--list", str(path), connects=False)
    missing = [name for name in counted.counts if f" {name} " not in listed]
    if missing:
        raise BackupFailed("failed", f"{path} lacks the table {missing[0]}")
    return replace(counted, tried=_restored_beside(engines, path, counted))


def _restored_beside(engines: Engines, path: Path, counted: Dump) -> bool:
    """Whether the dump was restored and is equal; False where the role may make no database. Raises BackupFailed."""
    ordering = engines.write.execution_options(isolation_level="AUTOCOMMIT")
    with ordering.connect() as connection:
        if not connection.execute(_MAY_MAKE_ONE).scalar_one():
            return False
        with _place_beside(connection) as name:
            beside = open_engines(engines.url.set(database=name).render_as_string(hide_password=False))
            try:
                _run(engines, "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(path))
                with beside.reading() as copied:
                    if _count(copied) != counted:
                        raise BackupFailed(
                            "failed", f"{path}, restored beside, differs from what was counted"
                        )
            finally:
                beside.close()
    return True


@contextmanager
def _place_beside(connection: Connection) -> Iterator[str]:
    """A new database, dropped at the end; before, those that are left of backups that were killed.

    One backup of a database is tried at a time: so whatever has a name of this kind then is nobody's.
    """
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _TRYING_LOCK})
    try:
        oid, left = connection.execute(_LEFT).one()
        for name in left or ():
            _drop(connection, name)
        name = f"salesbot_backup_{oid}_{secrets.token_hex(4)}"
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield name
        finally:
            _drop(connection, name)
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _TRYING_LOCK})


def _drop(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def restore_dump(engines: Engines, path: Path) -> Dump:
    """Put a dump in the database's place, in one transaction. Raises BackupFailed."""
    listed = _run(engines, "pg_restore", "--list", str(path), connects=False)
    if "alembic_version" not in listed:
        raise BackupFailed("foreign", str(path))
    revision = _revision_in(engines, path)
    if revision not in known_revisions():
        raise BackupFailed("newer", f"{path} ({revision})")
    require_alone(engines)
    engines.close()
    _run(
        engines, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
        f"--dbname={engines.url.database}", str(path),
    )  # fmt: skip
    with engines.reading() as connection:
        return _count(connection)


def _revision_in(engines: Engines, path: Path) -> str:
    """The revision at which the dumped database stood: the one row of its table of versions."""
    rows = _run(
        engines, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(path), connects=False
    )
    lines = iter(rows.splitlines())
    row = next((next(lines, "") for line in lines if line.startswith("COPY ")), "")
    return row.partition("\t")[0].strip()


def require_alone(engines: Engines) -> None:
    """Make sure that nobody else works with the database, neither a bot nor anybody. Raises BackupFailed (held)."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    engines.close()
    others = 0
    for _ in range(_LOOKS):  # a connection that was just closed is seen for a moment still
        with engines.reading() as connection:
            others = connection.execute(query).scalar_one()
            if not others:
                return
            connection.execute(text("SELECT pg_sleep(0.1)"))
    raise BackupFailed("held", str(others))


def _count(connection: Connection) -> Dump:
    across(connection, Across.EVERYTHING)
    tables = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    )
    names = [name for (name,) in tables]
    counts = {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608 - names of our tables
        for name in names
    }
    if "credit" not in names:
        return Dump(counts, {})
    sums = connection.execute(
        text("SELECT workspace_id, currency, sum(amount) FROM credit GROUP BY 1, 2 ORDER BY 1, 2")
    )
    return Dump(counts, {f"{workspace} {currency}": int(amount) for workspace, currency, amount in sums})


def _run(engines: Engines, tool: str, *options: str, connects: bool = True) -> str:
    found = shutil.which(tool)
    if found is None:
        raise BackupFailed("tool", tool)
    # Passwords go by the environment: everybody on the machine can read a command line.
    environment = {**os.environ, **_connection(engines)} if connects else dict(os.environ)
    done = subprocess.run(  # noqa: S603 - a tool of PostgreSQL's, found on the path, without a shell
        [found, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(
            "failed", f"{tool}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}"
        )
    return done.stdout


def _connection(engines: Engines) -> dict[str, str]:
    url = engines.url
    host = url.host or url.query.get("host")
    given = {
        "PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
        "PGDATABASE": url.database, "PGOPTIONS": f"-c salesbot.across={Across.EVERYTHING}",
    }  # fmt: skip
    return {name: str(value) for name, value in given.items() if value}
