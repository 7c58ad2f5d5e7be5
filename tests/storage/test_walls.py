"""The second wall: to a role that is neither owner nor superuser PostgreSQL shows one workspace, and none unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel

from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, read_period
from salesbot.services.attainment import attainment_rows
from salesbot.services.installing import remove
from salesbot.storage.backups import back_up, migrate_safely, restore
from salesbot.storage.book import open_book, read_book
from salesbot.storage.dispatch import Dispatch, queue_at
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.moving import move
from salesbot.storage.staging import stage_book
from salesbot.storage.tables import Account
from salesbot.storage.walls import Across, across, role_of
from tests.cast import NOW, TODAY, Cast, gather
from tests.databases import Databases
from tests.trade import win

ROLES = """DO $$ BEGIN
 IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'walled') THEN CREATE ROLE walled LOGIN; CREATE ROLE housekeeper LOGIN;
 END IF; END $$"""
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO walled",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO walled",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO walled",
)
HAS_WALLS = sorted(
    table.name
    for table in SQLModel.metadata.tables.values()
    if "workspace_id" in table.c and not table.c.workspace_id.nullable
)


def order(engines: Engines, *statements: str) -> None:
    with engines.changing() as connection:
        for each in statements:
            connection.exec_driver_sql(each)


@pytest.fixture
def whole(databases: Databases) -> Iterator[Cast]:
    """Two companies, as a superuser sees them: through every wall."""
    engines = databases.fresh("postgresql")
    order(engines, ROLES, *GRANTS)
    cast = gather(engines)
    for company in (cast.adria, cast.other):
        seller = next(iter(company.people.values()))
        with open_book(engines, company.workspace.id) as book:
            currency = company.workspace.currency or "EUR"
            win(book, seller, "Acme", "1000", TODAY, now=NOW, currency=currency)
    yield cast
    databases.drop(engines)


def as_role(engines: Engines, role: str) -> Engines:
    return open_engines(engines.url.set(username=role).render_as_string(hide_password=False))


@pytest.fixture
def walled(whole: Cast) -> Iterator[Engines]:
    """The same database as a role that owns nothing."""
    engines = as_role(whole.engines, "walled")
    yield engines
    engines.close()


def test_every_table_of_workspaces_stands_behind_a_wall_that_its_owner_does_not_see_through(
    whole: Cast,
) -> None:
    with whole.engines.reading() as connection:
        forced = connection.execute(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1")
        )
        assert list(forced.scalars()) == HAS_WALLS
        policies = connection.execute(text("SELECT tablename, count(*) FROM pg_policies GROUP BY 1")).all()
        assert {(name, 2) for name in HAS_WALLS} == {tuple(row) for row in policies}


def test_a_question_that_forgot_whose_rows_it_means_sees_its_own_and_without_a_book_none(
    whole: Cast, walled: Engines
) -> None:
    for company in (whole.adria, whole.other):
        with read_book(walled, company.workspace.id) as book:
            for table in ("person", "team", "deal", "credit"):
                asked = text(f"SELECT DISTINCT workspace_id FROM {table}")
                assert book.connection.execute(asked).scalars().all() == [company.workspace.id], table
    with walled.reading() as connection:
        for table in HAS_WALLS:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table
    # What a transaction said is forgotten with it: the next one on the same connection begins blind.
    with walled.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM deal")).scalar_one() == 0


def test_nobody_writes_into_the_other_companys_rows(whole: Cast, walled: Engines) -> None:
    with open_book(walled, whole.workspace_id) as book:
        changed = book.connection.execute(text("UPDATE person SET name = 'x'")).rowcount
        assert changed == len(whole.adria.people)
        other = whole.other.workspace.id
        taken = text("UPDATE team SET workspace_id = :other")
        with pytest.raises(ProgrammingError, match="row-level security"), book.connection.begin_nested():
            book.connection.execute(taken, {"other": other})
    with read_book(whole.engines, whole.other.workspace.id) as book:
        assert "x" not in {person.name for person in book.people.all()}


def test_what_is_asked_across_workspaces_sees_what_it_needs_and_no_deal(whole: Cast, walled: Engines) -> None:
    with walled.reading() as connection:
        across(connection, Across.DISPATCH)
        assert len(connection.execute(text("SELECT DISTINCT workspace_id FROM person")).all()) == 2
        for table in ("deal", "deal_entry", "credit", "goal", "remark"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table


def test_the_bot_works_as_a_role_that_owns_nothing(whole: Cast, walled: Engines) -> None:
    kim = whole.adria.kim
    with open_book(walled, whole.workspace_id) as book:
        win(book, kim, "Bolt", "500", TODAY, now=NOW)
        with book.beside(whole.other.workspace.id) as other:
            assert other.deals.count() == 1
        assert book.deals.count() == 2
    with stage_book(walled, whole.workspace_id) as staged:
        staged.add(Account, name="Cargo", name_key="cargo", created_at=NOW)
    dispatch = Dispatch(walled, "one")
    coming = dispatch.coming(NOW, NOW + timedelta(days=2))
    assert {each.workspace_id for each in coming.people} == {whole.workspace_id, whole.other.workspace.id}
    due = dispatch.claim(NOW + timedelta(days=1), 10)
    assert dispatch.give_back(due) == len(due)
    assert queue_at(walled, NOW).due >= 0
    with walled.changing() as connection:
        remove(connection, whole.other.workspace.slack_team_id, None, None, whole_organisation=False, now=NOW)
    for engines in (walled, whole.engines):
        with read_book(engines, whole.workspace_id) as book:
            assert {account.name for account in book.accounts.all()} >= {"Acme", "Bolt", "Cargo"}
            rows = attainment_rows(book, _june(), AsOf(TODAY, True, NOW))
            assert rows[0].won == Money.of("1500", "EUR")


def test_migrating_backing_up_and_moving_work_as_the_owner_who_is_no_superuser(
    whole: Cast, databases: Databases, tmp_path: Path, postgresql_tools: None
) -> None:
    bare = open_engines(databases.bare("postgresql", tmp_path))
    order(
        bare,
        f"ALTER DATABASE {bare.url.database} OWNER TO housekeeper",
        "ALTER SCHEMA public OWNER TO housekeeper",
    )
    bare.close()
    owned = as_role(bare, "housekeeper")
    moved = move(whole.engines, owned)
    assert moved.counts["deal"] == 2
    kept = back_up(owned, tmp_path / "kept.dump")
    assert (kept.counts["deal"], kept.credit) == (2, moved.credit)
    with open_book(owned, whole.workspace_id) as book:
        win(book, whole.adria.kim, "Bolt", "500", date(2026, 6, 15), now=NOW)
    assert restore(owned, tmp_path / "kept.dump").credit == moved.credit
    assert not migrate_safely(owned, NOW).done
    with owned.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM deal")).scalar_one() == 0
    databases.drop(owned)


def _june() -> Period:

    return read_period("2026-06")


def test_a_role_that_sees_through_the_walls_is_told_apart(whole: Cast) -> None:
    with whole.engines.reading() as connection:
        assert role_of(connection)[1]
    engines = as_role(whole.engines, "walled")
    with engines.reading() as connection:
        assert role_of(connection) == ("walled", False)
    engines.close()
