"""Filled books of every revision are brought up to date, one revision after another, and lose no row on the way.

Larger books, and processes that are killed meanwhile: `python -m tests.scenarios.migrating`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from salesbot.storage import schema
from salesbot.storage.engines import Engines, open_engines
from tests.databases import Databases
from tests.scenarios.migrating import fill, ledger, take_back
from tests.storage.test_schema import differences

DEALS = 240
_ROWS = (
    "deal",
    "deal_entry",
    "deal_share",
    "credit",
    "person",
    "account",
    "goal",
    "assignment",
    "stage",
    "workspace",
)
_SUMS = {"deal_entry": "amount", "credit": "amount", "goal": "target"}
Told = dict[str, tuple[int, int]]


def told(engines: Engines) -> Told:
    """How many rows each table has that is there at this revision, and what the amounts in it add up to."""
    found: Told = {}
    with engines.write.connect() as connection:
        for table in sorted(set(inspect(connection).get_table_names()).intersection(_ROWS)):
            asked = f"SELECT count(*), coalesce(sum({_SUMS.get(table, '1')}), 0) FROM {table}"
            rows, total = connection.exec_driver_sql(asked).one()
            found[table] = (int(rows), int(total))
    return found


def step_up(engines: Engines, revision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program does to bring books up to date, as far as one revision."""

    def upgrade(connection: Connection) -> None:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    with monkeypatch.context() as only:
        only.setattr(schema, "_upgrade", upgrade)
        if revision != schema.newest_revision():  # the walls are those of the newest tables
            only.setattr(schema, "build_walls", lambda connection: None)
        schema.migrate(engines)


def walked(engines: Engines, monkeypatch: pytest.MonkeyPatch, deals: int = DEALS) -> list[str]:
    """Take filled books back to the first revision and bring them up again, a step at a time; where rows were lost."""
    fill(engines, deals)
    revisions, before, seen = sorted(schema.known_revisions()), ledger(engines), dict[str, Told]()
    seen[revisions[-1]] = told(engines)
    for revision in reversed(revisions[:-1]):
        take_back(engines, revision)
        seen[revision] = told(engines)
    lost = []
    for revision in revisions[1:]:
        step_up(engines, revision, monkeypatch)
        if told(engines) != seen[revision]:
            lost.append(revision)
    after = ledger(engines)
    sys.stdout.write(f"\n{len(revisions)} revisions, {deals} deals: rows lost at {lost or 0} of them\n")
    return lost + [table for table in before if after[table] != before[table]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_filled_books_of_each_revision_lose_no_row(
    kind: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = open_engines(databases.address(kind, tmp_path))
    assert walked(engines, monkeypatch) == []
    assert differences(engines) == []
    engines.close()


@pytest.mark.slow
def test_a_step_that_loses_a_row_is_seen(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = open_engines(databases.address("sqlite", tmp_path))
    whole = command.upgrade

    def losing(config: object, revision: str) -> None:
        whole(config, revision)  # type: ignore[arg-type]
        if revision == "0030":
            connection = config.attributes["connection"]  # type: ignore[attr-defined]
            # A table that is rebuilt loses its guards, and whoever rebuilds it may forget a row.
            asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'goal'"
            for (guard,) in connection.exec_driver_sql(asked).fetchall():
                connection.exec_driver_sql(f"DROP TRIGGER {guard}")
            connection.exec_driver_sql("DELETE FROM goal WHERE id = (SELECT min(id) FROM goal)")

    monkeypatch.setattr(command, "upgrade", losing)
    assert "0030" in walked(engines, monkeypatch, deals=12)
    engines.close()
