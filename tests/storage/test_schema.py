"""The schema: migrations make what the tables say, once, on either engine, and can be taken back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from salesbot.domain.orders import StepKind
from salesbot.storage import schema, tables
from salesbot.storage.backups import migrate_safely
from salesbot.storage.book import open_book
from salesbot.storage.engines import DatabaseUnusable, Engines, open_engines
from salesbot.storage.tables import APPEND_ONLY, NUMBERED
from tests.cast import NOW, TODAY, Cast
from tests.databases import Databases
from tests.trade import save_plan, set_goal, state_estimate, win

EACH_TABLE = sorted(SQLModel.metadata.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Engines]:
    """A database in which nothing was ever made."""
    opened = open_engines(databases.bare(request.param, tmp_path))
    yield opened
    databases.drop(opened)


def differences(engines: Engines) -> list[Any]:
    """What would still have to change so that the database is what the tables say."""
    with engines.reading() as connection:
        found = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _but_alembics_own}
        )
        return list(compare_metadata(found, SQLModel.metadata))


def _but_alembics_own(_thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def downgrade(engines: Engines) -> None:
    """Take every migration back."""
    with engines.changing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def triggers(connection: Connection) -> set[str]:
    """The tables that a trigger stands before; those that only count changes aside."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql(
            "SELECT event_object_table, trigger_name FROM information_schema.triggers"
        )
    return {table for table, name in rows if f"{table}_counted" not in name}


def test_migrations_from_nothing_make_what_the_tables_say(bare: Engines) -> None:
    assert schema.current_revision(bare) is None
    assert schema.migrate(bare)
    assert schema.current_revision(bare) == schema.newest_revision()
    assert differences(bare) == []


def test_each_migration_names_its_file_and_follows_the_one_before() -> None:
    """What the newest revision is stands in the names of the files, so that a start need not load Alembic."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert [schema.newest_revision()] == scripts.get_heads()
    assert schema.known_revisions() == {each.revision for each in scripts.walk_revisions()}


def test_a_schema_that_is_up_to_date_is_left_alone(bare: Engines) -> None:
    schema.migrate(bare)
    assert not schema.migrate(bare)


def test_the_comparison_sees_a_column_that_is_missing(bare: Engines) -> None:
    schema.migrate(bare)
    with bare.changing() as connection:
        connection.exec_driver_sql("ALTER TABLE remark DROP COLUMN text")
    assert [(found[0], found[3].name) for found in differences(bare)] == [("add_column", "text")]


def test_migrations_can_be_taken_back_and_made_again(bare: Engines) -> None:
    schema.migrate(bare)
    downgrade(bare)
    with bare.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        assert triggers(connection) == set()
    assert schema.migrate(bare)
    assert differences(bare) == []
    with bare.reading() as connection:
        assert triggers(connection) == set(APPEND_ONLY)


def test_every_key_begins_with_the_workspace(bare: Engines) -> None:
    schema.migrate(bare)
    with bare.reading() as connection:
        asked = inspect(connection)
        keys = {table: asked.get_pk_constraint(table)["constrained_columns"] for table in EACH_TABLE}
    keys.pop("workspace")
    assert keys.pop("setup_code") == ["code_hash"]
    # An install comes before its workspace, and an organisation's is of many.
    assert keys.pop("installation") == ["slack_id"]
    assert keys.pop("install_state") == ["state_hash"]
    assert {table: key[0] for table, key in keys.items()} == dict.fromkeys(keys, "workspace_id")


def test_every_constraint_has_a_name(bare: Engines) -> None:
    schema.migrate(bare)
    with bare.reading() as connection:
        asked = inspect(connection)
        for table in EACH_TABLE:
            names = [asked.get_pk_constraint(table)["name"]]
            names += [key["name"] for key in asked.get_foreign_keys(table)]
            names += [key["name"] for key in asked.get_unique_constraints(table)]
            names += [check["name"] for check in asked.get_check_constraints(table)]
            assert None not in names, table


def test_the_tables_with_numbers_are_those_that_the_migrations_count() -> None:
    assert set(NUMBERED) <= set(EACH_TABLE)
    assert set(APPEND_ONLY) <= set(EACH_TABLE)


# -- the ledger -------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(cast: Cast) -> Engines:
    """A database in which every append-only table has at least one row."""
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
        product = book.accounts.ensure_label("product", "Pro")
        book.add_rows(tables.DealLine, [{"entry_id": deal.entry_id, "product_id": product, "quantity": 3}])
        reason = book.accounts.reasons(won=True)[0].id
        book.add_rows(tables.DealReason, [{"entry_id": deal.entry_id, "place": 2, "reason_id": reason}])
        dispute = book.disputes.add(deal.deal_id, deal.entry_id, person_id=cast.adria.kim.id, now=NOW)
        book.disputes.answer(dispute, accepted=False, entry_id=None, by=cast.adria.maja.id, now=NOW)
        book.closings.add("2026-05", closed=True, by=None, at=NOW)
        book.add(tables.Rate, day=TODAY, currency="USD", per_base="0.92", recorded_at=NOW)
        book.add(tables.Cost, month=TODAY, kind="sales", amount=90_000, currency="EUR", recorded_at=NOW)
        book.records.audit("set", "goal", None, by=None, now=NOW)
        state_estimate(book, cast.adria.kim, "2026-06", "55000", now=NOW)
        order = book.orders.add(deal.deal_id, TODAY, now=NOW, by=None)
        book.orders.step(order.id, StepKind.PROMISED, TODAY, now=NOW, by=None)
        book.rewards.enter_points(cast.adria.kim.id, "won:1", 10, day=TODAY, now=NOW)
        save_plan(book, cast.adria.kim, "2026-06", won=1, decided=4, average=12_000, now=NOW)
    return cast.engines


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_or_drop_a_row_of_the_ledger(ledger: Engines, table: str) -> None:
    with ledger.reading() as connection:
        before = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    assert before > 0
    for change in (f"UPDATE {table} SET workspace_id = workspace_id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), ledger.changing() as connection:
            connection.exec_driver_sql(change)
    with ledger.reading() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == before


def test_a_row_that_others_stand_on_cannot_go(ledger: Engines) -> None:
    for table in ("person", "account", "deal", "workspace"):
        with pytest.raises(DatabaseError), ledger.changing() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")


# -- several at once, older and newer ones ------------------------------------------------------------------------


MIGRATING = """
import sys
from salesbot.storage.engines import open_engines
from salesbot.storage.schema import migrate
engines = open_engines(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(migrate(engines), flush=True)
"""


def _about_to_migrate(address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MIGRATING, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_two_processes_that_migrate_at_once_both_find_it_done(bare: Engines) -> None:
    address = bare.url.render_as_string(hide_password=False)
    with _about_to_migrate(address) as one, _about_to_migrate(address) as other:
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate()[0] for process in (one, other)]
        assert [process.returncode for process in (one, other)] == [0, 0]
    assert "True\n" in said
    assert differences(bare) == []


def test_a_schema_of_a_newer_version_is_left_alone(bare: Engines) -> None:
    schema.migrate(bare)
    with bare.changing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999', served_from = '9990'")
    with pytest.raises(DatabaseUnusable, match="newer version of Salesbot"):
        schema.migrate(bare)
    with pytest.raises(DatabaseUnusable, match="newer version of Salesbot"):
        migrate_safely(bare, NOW)
    assert schema.current_revision(bare) == "9999"


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "deals.db").write_text("account,amount\nAcme,12500\n" * 100)
    engines = open_engines(f"sqlite:///{tmp_path / 'deals.db'}")
    with pytest.raises(DatabaseUnusable, match="file is not a database"):
        schema.current_revision(engines)
    engines.close()


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    engines = open_engines("postgresql+psycopg://sales:hushhush@127.0.0.1:9/sales")
    with pytest.raises(DatabaseUnusable, match="does not answer") as refused:
        schema.current_revision(engines)
    assert "hushhush" not in str(refused.value)
    engines.close()


def test_a_migration_that_fails_changes_nothing(databases: Databases, tmp_path: Path) -> None:
    engines = open_engines(databases.bare("sqlite", tmp_path))
    plain = create_engine(engines.url)
    with plain.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE credit (mine TEXT)")
    plain.dispose()
    with pytest.raises(DatabaseError, match="already exists"):
        schema.migrate(engines)
    with engines.reading() as connection:
        assert inspect(connection).get_table_names() == ["credit"]
    engines.close()
