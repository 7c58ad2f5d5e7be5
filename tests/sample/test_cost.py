"""No question to SQLite goes through all deals for each of them, which nobody feels until a team has sold for a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import month_of
from salesbot.domain.scopes import Scope
from salesbot.services.figures import Subject, own_figures, team_figures
from salesbot.services.forecasts import forecast_shown
from salesbot.services.mornings import morning_of_person
from salesbot.services.plans import plan_shown
from salesbot.services.plans.potential import potential_shown
from salesbot.services.todo import todo_of
from salesbot.services.why import why_shown
from salesbot.services.works import works_shown
from salesbot.storage.book import Book, read_book
from salesbot.storage.engines import Engines
from tests.sample.conftest import NOW

_STEPS = 10_000
_MOST = 6_000_000
"""Steps of SQLite's machine in one statement: a thousand for each of the company's 6,000 entries."""

Asked = Callable[[Book, Person, Subject], Any]
_ASKED: dict[str, Asked] = {
    "me": lambda book, person, _: own_figures(book, person, person.id, now=NOW),
    "team": lambda book, person, _: team_figures(book, person, now=NOW),
    "morning": lambda book, person, _: morning_of_person(book, person.id, NOW),
    "todo": lambda book, person, _: todo_of(book, person, now=NOW),
    "forecast": lambda book, person, subject: forecast_shown(book, person, subject, now=NOW),
    "plan": lambda book, person, subject: plan_shown(book, person, subject, now=NOW),
    "potential": lambda book, person, subject: potential_shown(book, person, subject, now=NOW),
    "why": lambda book, person, subject: why_shown(book, person, subject, now=NOW),
    "works": lambda book, person, subject: works_shown(book, person, subject, now=NOW),
}


@contextmanager
def _counted(book: Book) -> Iterator[dict[str, int]]:
    """The steps of each statement asked meanwhile."""
    steps: dict[str, int] = {}
    asked = [""]
    raw: Any = book.connection.connection.dbapi_connection

    def begun(statement: str) -> None:
        asked[0] = statement

    def stepped() -> int:
        steps[asked[0]] = steps.get(asked[0], 0) + _STEPS
        return 0

    raw.set_trace_callback(begun)
    raw.set_progress_handler(stepped, _STEPS)
    try:
        yield steps
    finally:
        raw.set_trace_callback(None)
        raw.set_progress_handler(None, 0)


@pytest.mark.parametrize("word", _ASKED)
@pytest.mark.parametrize("who", ["U0KIM", "U0MAJA"])
def test_no_statement_goes_through_all_for_each(story: tuple[Engines, int], who: str, word: str) -> None:
    with read_book(*story) as book:
        person = book.people.by_slack_id(who)
        assert person is not None
        led = [team.id for team in book.people.teams() if team.manager_id == person.id]
        subject = Subject(
            Scope.TEAM if led else Scope.REP, led[0] if led else person.id, month_of(NOW.date())
        )
        with _counted(book) as steps:
            _ASKED[word](book, person, subject)
    assert not {statement: most for statement, most in steps.items() if most > _MOST}


_OF_ONE_ACCOUNT: dict[str, Callable[[Book, int], Any]] = {
    "open": lambda book, account: book.deals.open_of_account(account),
    "alike": lambda book, account: book.deals.alike_of_account(account, Money(1_000_00, "EUR"), NOW.date()),
    "again": lambda book, account: book.deals.logged_alike(1, account, Money(1_000_00, "EUR"), NOW),
    "refunds": lambda book, account: book.deals.refunds_of([account]),
    "two refunds": lambda book, account: book.deals.refunds_of([account, account + 1]),
}


@pytest.mark.parametrize("asked", _OF_ONE_ACCOUNT)
def test_what_logging_asks_of_an_account_does_not_go_through_the_companys_deals(
    story: tuple[Engines, int], asked: str
) -> None:
    with read_book(*story) as book:
        deal = book.deals.open()[0]
        account = deal.account_id
        assert deal in book.deals.open_of_account(account)
        with _counted(book) as steps:
            _OF_ONE_ACCOUNT[asked](book, account)
    assert not steps


def test_one_that_does_is_seen(story: tuple[Engines, int]) -> None:
    with read_book(*story) as book, _counted(book) as steps:
        raw: Any = book.connection.connection.dbapi_connection
        raw.execute(
            "SELECT count(*) FROM deal a, (SELECT * FROM deal LIMIT 900) b WHERE a.outcome || 'x' = b.outcome || 'y'"
        ).fetchall()
    assert max(steps.values()) > _MOST
