"""A database that is brought up to date while bots work with it, or start: once, and without holding anybody up."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from salesbot.storage import schema
from salesbot.storage.engines import DatabaseUnusable, open_engines
from tests.databases import Databases
from tests.storage.newer import newer_migrations, newer_version
from tests.storage.test_side_by_side import brought_up
from tests.storage.test_walls import GRANTS, ROLES

pytestmark = pytest.mark.usefixtures("postgresql_tools")

BACKED_UP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from salesbot.storage import schema
from salesbot.storage.backups import migrate_safely
from salesbot.storage.engines import DatabaseUnusable, open_engines
schema._MIGRATIONS = Path(sys.argv[2])
engines = open_engines(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
done = migrate_safely(engines, datetime(2026, 6, 16, tzinfo=UTC))
print(done.done, done.backup, flush=True)
"""


def test_bots_that_start_at_once_back_up_and_migrate_once(databases: Databases, tmp_path: Path) -> None:
    address, migrations = databases.address("postgresql", tmp_path), newer_migrations(tmp_path)
    bots = [
        subprocess.Popen(
            [sys.executable, "-c", BACKED_UP, address, str(migrations)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        )
        for _ in range(3)
    ]  # fmt: skip
    for each in bots:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    said = []
    for each in bots:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in bots:
        out, err = each.communicate(timeout=120)
        assert each.returncode == 0, err
        said.append(out.split()[0])
    assert sorted(said) == ["False", "False", "True"]
    assert len(list(tmp_path.glob("*.dump"))) == 1


def test_a_migration_that_waits_for_a_long_reader_holds_nobody_else_up(
    databases: Databases, tmp_path: Path
) -> None:
    address = databases.address("postgresql", tmp_path)
    engines, migrations = open_engines(address), newer_migrations(tmp_path)
    with engines.reading() as long:
        long.execute(text("SELECT count(*) FROM deal"))
        migrating = threading.Thread(target=brought_up, args=(address, migrations), daemon=True)
        migrating.start()
        with engines.reading() as looking:
            waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
            while not looking.execute(waits).scalar_one():
                assert migrating.is_alive()
        # Behind the one that waits; were it to wait for as long as the long reader takes, this would be cut off.
        with engines.reading() as other:
            other.execute(text("SET LOCAL statement_timeout = '30s'"))
            other.execute(text("SELECT count(*) FROM deal"))
        assert migrating.is_alive()
    migrating.join(60)
    assert not migrating.is_alive()
    with newer_version(migrations):
        assert schema.up_to_date(engines)
    assert "colour" in {column["name"] for column in inspect(engines.read).get_columns("deal")}
    engines.close()


def test_a_role_that_does_not_own_the_tables_is_told_who_has_to_migrate(
    databases: Databases, tmp_path: Path
) -> None:
    """What the bots' own role meets where nobody ran `salesbot migrate` before."""
    engines = open_engines(databases.address("postgresql", tmp_path))
    with engines.changing() as connection:
        for statement in (ROLES, *GRANTS):
            connection.exec_driver_sql(statement)
    bots = open_engines(engines.url.set(username="walled").render_as_string(hide_password=False))
    with newer_version(newer_migrations(tmp_path)), pytest.raises(DatabaseUnusable, match="salesbot migrate"):
        schema.migrate(bots)
    assert not schema.migrate(bots)
    for each in (bots, engines):
        each.close()
