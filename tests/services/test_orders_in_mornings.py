"""A rep's morning names orders of theirs: an open issue, what is late, and after whom to ask, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.orders import StepKind
from salesbot.domain.own_days import Wants
from salesbot.messages.render import Renderer
from salesbot.services.mornings import morning_of_person
from salesbot.services.mornings.morning import Morning
from salesbot.services.todo import todo_of
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import MADE, TUESDAY_8, ZONE, Story, digest_was_sent, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
HALF_PAST = TUESDAY_8 + timedelta(minutes=30)
WEDNESDAY, THURSDAY = HALF_PAST + timedelta(days=1), HALF_PAST + timedelta(days=2)


@pytest.fixture
def story(sqlite_engines: Engines) -> Story:
    return tell(sqlite_engines)


def ordered(story: Story, name: str, account: str, *steps: tuple[StepKind, date]) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        rep = story.people[name]
        won = win(book, rep, account, "1000", date(2026, 5, 18), now=MADE)
        order = book.orders.add(won.deal_id, date(2026, 5, 18), now=MADE, by=rep.id)
        for kind, day in steps:
            book.orders.step(order.id, kind, day, now=MADE, by=rep.id)


def morning(story: Story, name: str, now: timedelta) -> Morning | str:
    with read_book(story.engines, story.workspace.id) as book:
        return morning_of_person(book, story.people[name].id, HALF_PAST + now)


def waits(story: Story, name: str, days: int) -> list[tuple[str, Wants, bool]]:
    found = morning(story, name, timedelta(days=days))
    if isinstance(found, str):
        return []
    assert found.own is not None
    return [
        (one.account, one.order.wants, one.order.fresh) for one in found.own.lines if one.order is not None
    ]


def test_who_is_to_be_asked_how_it_went_is_named_on_the_first_morning_alone(story: Story) -> None:
    """Delivered on Friday: three working days later is Wednesday."""
    delivered = (StepKind.DELIVERED, date(2026, 6, 12))
    ordered(story, "ivana", "Mercator", (StepKind.PROMISED, date(2026, 6, 12)), delivered)
    for day in range(3):
        with open_book(story.engines, story.workspace.id) as book:
            digest_was_sent(book, story.people["ivana"], HALF_PAST + timedelta(days=day - 1))
        assert waits(story, "ivana", day) == ([("Mercator", Wants.ASK, True)] if day == 1 else [])
    with read_book(story.engines, story.workspace.id) as book:
        waiting = todo_of(book, story.people["ivana"], now=THURSDAY)
    assert [one.account for one in waiting.orders] == ["Mercator"]


def test_nobody_but_the_rep_of_the_deal_is_told_of_it(story: Story) -> None:
    ordered(story, "ivana", "Mercator", (StepKind.DELIVERED, date(2026, 6, 12)))
    assert waits(story, "kim", 1) == []
    assert waits(story, "ivana", 1) == [("Mercator", Wants.ASK, True)]


def test_a_late_order_with_a_newer_day_names_both(story: Story) -> None:
    for account, newer in (("Mercator", 17), ("Sava", 16)):
        ordered(
            story,
            "ivana",
            account,
            (StepKind.PROMISED, date(2026, 6, 16)),
            (StepKind.LATE, date(2026, 6, newer)),
        )
    ordered(
        story, "ivana", "Kolpa", (StepKind.PROMISED, date(2026, 6, 12)), (StepKind.LATE, date(2026, 6, 15))
    )
    found = morning(story, "ivana", timedelta(days=1))
    assert isinstance(found, Morning)
    words = str(RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts).blocks)
    assert "Mercator. Delivery was promised for Tue 16 June, now expected Wed 17 June." in words
    assert "Sava. Delivery was promised for Tue 16 June and is still open." in words
    assert (
        "Kolpa. Delivery was promised for Fri 12 June, then put off to Mon 15 June, and is still open."
        in words
    )


def test_what_is_late_comes_by_itself_once_and_stands_in_every_message_after(
    story: Story, golden: Golden
) -> None:
    ordered(story, "ivana", "Mercator", (StepKind.PROMISED, date(2026, 6, 16)))
    ordered(
        story, "ivana", "Drava", (StepKind.PROMISED, date(2026, 6, 12)), (StepKind.ISSUE, date(2026, 6, 12))
    )
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.people["ivana"], HALF_PAST)
    assert waits(story, "ivana", 1) == [("Drava", Wants.ISSUE, False), ("Mercator", Wants.LATE, True)]
    found = morning(story, "ivana", timedelta(days=1))
    assert isinstance(found, Morning)
    golden(
        RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts),
        "digests/own_orders",
    )
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.people["ivana"], WEDNESDAY)
    assert morning(story, "ivana", timedelta(days=2)) == "nothing to tell"
