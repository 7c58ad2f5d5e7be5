"""People of a file who never typed anything are found in Slack by their e-mail, so that they can be told things."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import Role
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.joining import AGAIN, AT_ONCE, PAUSE, Joining
from salesbot.storage.book import open_book, read_book
from tests.auditing import audited
from tests.cast import NOW, Cast, slack_person
from tests.scheduler.conftest import RENDERER, Turning
from tests.scheduler.fake_slack import FakeSlack


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


def joining(cast: Cast, slack: FakeSlack) -> Joining:
    """What looks, with nobody else waiting in the books than those of the test."""
    return Joining(Runtime(cast.engines, Turning(), RENDERER, slack))


def of_a_file(cast: Cast, *emails: str) -> list[int]:
    with open_book(cast.engines, cast.workspace_id) as book:
        return [
            book.people.add(name=email, email=email, roles=[Role.MANAGER], now=NOW).id for email in emails
        ]


def account(cast: Cast, person_id: int) -> str | None:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.people.by_id(person_id).slack_id


def in_slack(slack: FakeSlack, email: str, slack_id: str, *, guest: bool = False) -> None:
    slack.people[email] = replace(
        slack_person(slack_id, email, guest=guest), email=email, time_zone="Africa/Nairobi"
    )


def test_a_manager_of_a_file_gets_an_account_a_zone_and_new_plans(
    sqlite_cast: Cast, slack: FakeSlack
) -> None:
    (nika,) = of_a_file(sqlite_cast, "nika@acme.example")
    in_slack(slack, "nika@acme.example", "U0NIKA")
    assert joining(sqlite_cast, slack).look(NOW) == 1
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        person = book.people.by_id(nika)
        assert (person.slack_id, person.time_zone) == ("U0NIKA", "Africa/Nairobi")
        assert audited(book, 1)[0].action == "joined"


def test_who_is_not_in_slack_is_asked_for_once_an_hour(sqlite_cast: Cast, slack: FakeSlack) -> None:
    of_a_file(sqlite_cast, "lu@elsewhere.example")
    looking = joining(sqlite_cast, slack)
    for minute in range(59):
        looking.look(NOW + minute * PAUSE)
    assert slack.asked_for.count("lu@elsewhere.example") == 1
    looking.look(NOW + AGAIN)
    assert slack.asked_for.count("lu@elsewhere.example") == 2


def test_who_is_imported_later_is_found_within_a_minute(sqlite_cast: Cast, slack: FakeSlack) -> None:
    looking = joining(sqlite_cast, slack)
    looking.look(NOW)
    (nika,) = of_a_file(sqlite_cast, "nika@acme.example")
    in_slack(slack, "nika@acme.example", "U0NIKA")
    looking.look(NOW + PAUSE)
    assert account(sqlite_cast, nika) == "U0NIKA"


def test_a_guest_with_the_address_is_not_joined(sqlite_cast: Cast, slack: FakeSlack) -> None:
    (nika,) = of_a_file(sqlite_cast, "nika@acme.example")
    in_slack(slack, "nika@acme.example", "U0NIKA", guest=True)
    assert joining(sqlite_cast, slack).look(NOW) == 0
    assert account(sqlite_cast, nika) is None


def test_where_slack_tells_no_addresses_it_is_left_in_peace_for_an_hour(
    sqlite_cast: Cast, slack: FakeSlack
) -> None:
    of_a_file(sqlite_cast, "a@acme.example", "b@acme.example")
    slack.looking = lambda: PostFailed(SendOutcome.DEAD, "missing_scope")
    looking = joining(sqlite_cast, slack)
    looking.look(NOW)
    looking.look(NOW + AGAIN - timedelta(seconds=1))
    assert len(slack.asked_for) == 1


def test_a_large_file_is_looked_for_a_few_at_a_time(sqlite_cast: Cast, slack: FakeSlack) -> None:
    of_a_file(sqlite_cast, *(f"rep{number}@acme.example" for number in range(AT_ONCE + 5)))
    looking = joining(sqlite_cast, slack)
    looking.look(NOW)
    assert len(slack.asked_for) == AT_ONCE
    looking.look(NOW + timedelta(seconds=30))
    assert len(slack.asked_for) == AT_ONCE
    looking.look(NOW + PAUSE)
    assert len(slack.asked_for) == AT_ONCE + 5
