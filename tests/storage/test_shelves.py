"""What changes rarely is kept in the process, and no change of it, wherever it is made, is ever missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import SQLModel

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import month_of
from salesbot.storage import prepared
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.questions import table_of
from salesbot.storage.shelves import KEPT
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal

TABLES = sorted({table_of(model).name for main, beside in KEPT.items() for model in (main, *beside)})
NOTHING_IS_KEPT_OF = {
    "person": {"planned_until"}, "team": {"planned_until"}, "webhook": {"minute", "sent_in_minute"},
}  # fmt: skip
DAY = date(2026, 7, 1)


@pytest.fixture
def other_process(cast: Cast) -> Iterator[Engines]:
    """The same database, as another replica opens it."""
    engines = open_engines(cast.engines.url.render_as_string(hide_password=False))
    yield engines
    engines.close()


def known(book: Book, cast: Cast) -> dict[str, Any]:
    """Everything that is kept, as somebody reads it."""
    kim = cast.adria.kim
    return {
        "kim": book.people.by_slack_id("U0KIM"),
        "people": book.people.all(),
        "team": book.people.team(cast.adria.teams["adria"].id),
        "place": book.people.assignment_on(kim.id, TODAY),
        "stages": book.accounts.stages(),
        "reasons": book.accounts.reasons(),
        "pipelines": book.accounts.pipelines(),
        "days off": book.absences.days_off(),
        "away": book.absences.on(DAY),
        "goals": book.goals.versions(),
        "own goals": book.goals.versions_of([kim.id], month_of(TODAY)),
        "names of reasons": book.accounts.made_of_reasons("names", lambda them: [one.name for one in them]),
        "closed": book.closings.all(),
        "channels": book.orders.channels(),
        "praise": book.praise.of_team(cast.adria.teams["adria"].id),
        "webhooks": book.webhooks.standing(),
        "routes": book.routes.all(),
    }


CHANGES: dict[str, Callable[[Book, Cast], object]] = {
    "a role is lost": lambda book, cast: book.people.set_roles(cast.adria.kim.id, []),
    "somebody leaves": lambda book, cast: book.people.change(cast.adria.kim.id, active=False),
    "another team": lambda book, cast: book.people.assign(
        cast.adria.kim.id, team_id=cast.adria.teams["nordic"].id, manager_id=None, valid_from=TODAY, now=NOW
    ),
    "a team's language": lambda book, cast: book.people.change_team(cast.adria.teams["adria"].id, locale="sl"),
    "a stage": lambda book, cast: book.accounts.change_stage(book.accounts.stages()[0].id, name="Other"),
    "a reason": lambda book, cast: book.accounts.add_reason(klass="price", code="dear", name="Dear"),
    "a pipeline": lambda book, cast: book.accounts.add_pipeline("Renewals"),
    "a day off": lambda book, cast: book.absences.add_day_off(DAY, "Fair", now=NOW, by=None),
    "an absence": lambda book, cast: book.absences.add(
        cast.adria.kim.id, DAY, DAY, deputy_id=None, now=NOW, by=None
    ),
    "a goal": lambda book, cast: set_goal(book, cast.adria.kim, "2026-06", "100", now=NOW),
    "a closing": lambda book, cast: book.closings.add("2026-05", closed=True, by=None, at=NOW),
    "a webhook": lambda book, cast: book.webhooks.add("https://x.example/", [], "s3cret", now=NOW, by=None),
    "by hand": lambda book, cast: book.connection.execute(
        text("UPDATE person SET active = :no WHERE workspace_id = :own AND slack_id = 'U0KIM'"),
        {"no": False, "own": book.workspace_id},
    ),
    "taken out by hand": lambda book, cast: book.connection.execute(
        text("DELETE FROM person_role WHERE workspace_id = :own"), {"own": book.workspace_id}
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_another_process_reads_a_change_with_its_next_question(
    cast: Cast, other_process: Engines, change: str
) -> None:
    with read_book(other_process, cast.workspace_id) as book:
        before = known(book, cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        CHANGES[change](book, cast)
    with read_book(cast.engines, cast.workspace_id) as book:
        book._changed = None  # as without anything kept
        right = known(book, cast)
    for engines in (other_process, cast.engines):
        for _ in range(2):
            with read_book(engines, cast.workspace_id) as book:
                assert known(book, cast) == right
    assert right != before


def test_what_is_kept_is_not_asked_again_and_only_of_ones_own_workspace(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with read_book(cast.engines, cast.workspace_id) as book:
        before = known(book, cast)
    with _questions(monkeypatch) as asked:
        with read_book(cast.engines, cast.workspace_id) as book:
            assert known(book, cast) == before
        assert asked == []
        with read_book(cast.engines, cast.other.workspace.id) as book:
            assert {person.name for person in book.people.all()} == {
                person.name for person in cast.other.people.values()
            }
        assert len(asked) == 1


def test_the_goals_of_some_people_are_those_that_all_goals_hold(cast: Cast) -> None:
    month, later = month_of(TODAY), NOW + timedelta(hours=1)
    kim, bo = cast.adria.kim, cast.adria.people["bo"]
    with open_book(cast.engines, cast.workspace_id) as book:
        for person, target, at in ((kim, "100", NOW), (bo, "200", NOW), (kim, "300", later)):
            set_goal(book, person, "2026-06", target, now=at)
        set_goal(book, kim, "2026-Q2", "900", now=NOW)
        for known_at, count in ((NOW, 2), (later, 3), (None, 3)):
            own = [
                goal
                for goal in book.goals.versions(month, known_at)
                if goal.scope is Scope.REP and goal.subject_id in (kim.id, bo.id)
            ]
            found = book.goals.versions_of([kim.id, bo.id], month, known_at)
            assert sorted(found, key=lambda goal: goal.id or 0) == own
            assert len(found) == count
        assert book.goals.versions_of([cast.adria.people["luka"].id], month) == []


@contextmanager
def _questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []
    usual = prepared.rows_of

    def noted(connection: Any, query: Any, given: Any) -> Any:
        asked.append(str(query))
        return usual(connection, query, given)

    with monkeypatch.context() as patch:
        patch.setattr("salesbot.storage.book.rows_of", noted)
        yield asked


def test_what_was_taken_back_is_never_told(cast: Cast) -> None:
    """Who changes something reads it at once; nobody else does before it is committed, and never if it is not."""
    kim = cast.adria.kim
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.people.by_id(kim.id).has(Role.REP)
    with suppress(ZeroDivisionError), open_book(cast.engines, cast.workspace_id) as book:
        CHANGES["taken out by hand"](book, cast)
        book.look_again()
        assert not book.people.by_id(kim.id).roles
        if book.writes_alone:
            with read_book(cast.engines, cast.workspace_id) as beside:
                assert beside.people.by_id(kim.id).has(Role.REP)
        raise ZeroDivisionError
    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.people.by_id(kim.id).has(Role.REP)
        book.people.change(cast.adria.bo.id, name="Bo Berg")  # raises the count to where the other one had it
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.people.by_id(kim.id).has(Role.REP)
        assert book.people.by_id(cast.adria.bo.id).name == "Bo Berg"


def test_what_was_read_before_a_wait_is_kept_unless_something_changed_meanwhile(
    cast: Cast, other_process: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for a lock in each change would else ask the same anew for ever."""
    with open_book(cast.engines, cast.workspace_id) as book:
        book.absences.on(DAY)
        book.people.locked(cast.adria.kim.id)
    with _questions(monkeypatch) as asked, open_book(cast.engines, cast.workspace_id) as book:
        assert book.absences.on(DAY) == []
        assert asked == []
        assert book.absences.on(DAY + timedelta(days=1)) == []
        if book.writes_alone:
            return
        with open_book(other_process, cast.workspace_id) as other:
            other.absences.add(
                cast.adria.kim.id, DAY, DAY + timedelta(days=1), deputy_id=None, now=NOW, by=None
            )
        book.people.locked(cast.adria.kim.id)
    with read_book(cast.engines, cast.workspace_id) as book:
        assert len(book.absences.on(DAY + timedelta(days=1))) == 1


def test_every_column_of_what_is_kept_raises_the_count(cast: Cast) -> None:
    """A column that a migration adds, or a table that it builds anew, must not be forgotten."""
    with cast.engines.reading() as connection:
        if cast.engines.sqlite:
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            found = connection.exec_driver_sql(
                "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            )
        triggers = {name: sql.upper() for name, sql in found}
    for name in TABLES:
        said = " ".join(sql for each, sql in triggers.items() if each.startswith(f"{name}_counted"))
        assert "INSERT" in said
        assert "DELETE" in said
        columns = set(SQLModel.metadata.tables[name].columns.keys())
        listed = said.split("UPDATE OF")[1].split(" ON ")[0].replace('"', "").replace(" ", "").split(",")
        assert {column.casefold() for column in listed} == columns - NOTHING_IS_KEPT_OF.get(name, set())


def test_what_is_written_all_the_time_does_not_raise_the_count(cast: Cast) -> None:
    workspace = SQLModel.metadata.tables["workspace"]
    count = select(workspace.c.changes).where(workspace.c.id == cast.workspace_id)
    with open_book(cast.engines, cast.workspace_id) as book:
        before = book.connection.execute(count).scalar_one()
        book.people.planned([cast.adria.kim.id], NOW)
        assert book.connection.execute(count).scalar_one() == before
        book.people.change(cast.adria.kim.id, name="Kim N.")
        assert book.connection.execute(count).scalar_one() == before + 1


def test_many_people_at_once_raise_the_count_once_where_each_raise_costs(cast: Cast) -> None:
    """PostgreSQL keeps each raise as a version of the row until the commit: a million of them took a square of steps."""
    workspace = SQLModel.metadata.tables["workspace"]
    count = select(workspace.c.changes).where(workspace.c.id == cast.workspace_id)
    with open_book(cast.engines, cast.workspace_id) as book:
        before = book.connection.execute(count).scalar_one()
        for many in (
            "DELETE FROM person_role WHERE workspace_id = :own",
            "INSERT INTO person_role (workspace_id, person_id, role) "
            "SELECT workspace_id, id, 'colleague' FROM person WHERE workspace_id = :own",
        ):
            touched = book.connection.execute(text(many), {"own": cast.workspace_id}).rowcount
            after = book.connection.execute(count).scalar_one()
            assert touched > 2
            assert after - before == (touched if cast.engines.sqlite else 1)
            before = after
