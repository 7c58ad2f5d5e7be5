"""Accounts in the morning: the owner hears once of a silence or a renewal; who leads, only where nobody owns it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from salesbot.domain.deals import Outcome
from salesbot.domain.people import Role
from salesbot.messages import in_plain
from salesbot.messages.render import Message, Renderer
from salesbot.services.accounts import edit_account
from salesbot.services.follow_ups import add_follow_up
from salesbot.services.mornings import Morning, morning_of_person
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines
from tests.auditing import audited
from tests.golden import Golden
from tests.story import MADE, MONDAY, TUESDAY_8, ZONE, Story, digest_was_sent, newly_met
from tests.trade import open_deal, win

RENDERER = Renderer(templates_dir(), locales_dir())
TODAY = TUESDAY_8.date()
HALF_PAST = TUESDAY_8 + timedelta(minutes=30)


@pytest.fixture
def story(engines: Engines) -> Story:
    """Nobody has won anything in June: what a morning tells is of accounts alone."""
    return newly_met(engines)


def morning(story: Story, name: str, now: datetime = HALF_PAST) -> Morning:
    with read_book(story.engines, story.workspace.id) as book:
        found = morning_of_person(book, story.people[name].id, now)
    assert not isinstance(found, str), found
    return found


def said(found: Morning) -> Message:
    return RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts)


def named(found: Morning) -> list[str]:
    return [one.noticed.account.name for one in found.noticed.accounts] if found.noticed else []


def bought(
    book: Book, story: Story, account: str, *ago: int, amount: str = "1000", owner: str | None = "kim",
    today: date = TODAY,
) -> int:  # fmt: skip
    """Kim won something of the account so many days before today; answers with the account's number."""
    kim = story.people["kim"]
    for days in ago:
        state = win(book, kim, account, amount, today - timedelta(days=days), now=MADE)
        assert state.outcome is Outcome.WON
    number = book.accounts.ensure(account, MADE).id
    book.accounts.change(number, owner_id=story.people[owner].id if owner else None)
    return number


def told_before(story: Story, name: str, days: int = 1) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.people[name], HALF_PAST - timedelta(days=days))


def test_the_owner_reads_what_went_silent_and_what_is_to_be_renewed(story: Story, golden: Golden) -> None:
    told_before(story, "kim")
    with open_book(story.engines, story.workspace.id) as book:
        bought(book, story, "Helios", 100, 80, 60, 40, amount="12500")
        bought(book, story, "Told yesterday", 101, 81, 61, 41)
        kolpa = bought(book, story, "Kolpa", 365, amount="9000")
        book.accounts.change(kolpa, renews_on=TODAY + timedelta(days=30))
        bought(book, story, "Later", 39)
        bought(book, story, "Bo's", 120, owner="bo")
    found = morning(story, "kim")
    assert named(found) == ["Kolpa", "Helios"]
    golden(said(found), "digests/own_accounts")
    assert named(morning(story, "bo")) == ["Bo's"]


def test_what_began_on_a_weekend_or_while_no_message_came_is_told_by_the_next(story: Story) -> None:
    told_before(story, "kim", days=4)
    with open_book(story.engines, story.workspace.id) as book:
        bought(book, story, "Weekend", 62, 92, 122)
    assert named(morning(story, "kim")) == ["Weekend"]


def test_an_account_with_a_follow_up_is_in_good_hands_and_three_stand_in_a_message(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        for number in range(1, 6):
            bought(book, story, f"Account {number}", 60, 90, 120, amount=str(number * 1000))
        add_follow_up(
            book, story.people["kim"], "Account 5", date(2026, 6, 30), "Call", now=MONDAY
        )  # fmt: skip
    found = morning(story, "kim")
    assert named(found) == ["Account 4", "Account 3", "Account 2"]
    assert found.noticed is not None
    assert found.noticed.more == 1
    assert "and 1 more" in str(said(found).blocks)


def test_what_nobody_owns_is_told_to_who_leads_its_last_seller(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, TUESDAY_8 - timedelta(days=1))
        bought(book, story, "Nobody's", 60, 90, 120, owner=None)
        bought(book, story, "Bo's", 60, 90, 120, owner="bo")
        bought(book, story, "Of one who left", 60, 90, 120, owner="luka", amount="900")
        book.people.change(story.people["luka"].id, active=False)
    found = morning(story, "maja")
    assert [(name, one.nobodys) for name, one in zip(named(found), found.noticed.accounts, strict=True)] == [  # type: ignore[union-attr]
        ("Nobody's", True),
        ("Of one who left", True),
    ]
    golden(said(found), "digests/manager_accounts")
    with open_book(story.engines, story.workspace.id) as book:
        assert morning_of_person(book, story.people["kim"].id, HALF_PAST) == "nothing to tell"


def test_whose_territory_it_is_gets_what_nobody_owns_there(story: Story) -> None:
    ana = story.people["ana"]
    with open_book(story.engines, story.workspace.id) as book:
        numbers = [bought(book, story, name, 60, 90, 120, owner=None) for name in ("First", "Second")]
        theirs = bought(book, story, "Kim's own", 5, owner="kim")
        for number in (*numbers, theirs):
            north = book.relationships.ensure_territory("North")
            book.relationships.place(number, north.id, date(2026, 1, 1), now=MADE, by=None)
        book.people.set_roles(ana.id, {Role.ADMIN, Role.EXECUTIVE})
        edit_account(
            book, book.people.by_id(ana.id), numbers[0], now=MONDAY, segment=None, country=None,
            referred_by_id=None, renews_on=None, territory="North", owner_id=None,
            territory_owner_id=story.people["bo"].id,
        )  # fmt: skip
        owners = book.accounts.by_ids([*numbers, theirs])
        given = [row.subject_id or 0 for row in audited(book) if row.subject == "account"]
    assert [owners[number].owner_id for number in (*numbers, theirs)] == [
        story.people["bo"].id, story.people["bo"].id, story.people["kim"].id,
    ]  # fmt: skip
    assert sorted(given) == sorted(numbers)
    assert named(morning(story, "bo")) == ["First", "Second"]


def test_beside_three_needs_of_a_manager_the_accounts_are_a_line(story: Story) -> None:
    """At most three things want something of a manager in the morning."""
    with open_book(story.engines, story.workspace.id) as book:
        bought(book, story, "Nobody's", 60, 90, 120, owner=None)
        for name in ("kim", "bo", "asha"):
            open_deal(
                book, story.people[name], f"Of {name}", "9000", now=MONDAY, stage="proposal",
                expected_on=date(2026, 6, 12),
            )  # fmt: skip
    blocks = said(morning(story, "maja")).blocks
    assert "Accounts worth a look Nobody's [To Do]" in in_plain(blocks).replace("\n", " ")
    assert "accounts.edit" not in str(blocks)
