"""Shout-outs, reached goals and the best: what a channel hears, and what it never hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.money import WHOLE
from salesbot.domain.people import Role
from salesbot.domain.product_lines import Line
from salesbot.messages.render import Renderer
from salesbot.services.planning import Kind, Recipient, team_recipient
from salesbot.services.praising import plan_praise, praise
from salesbot.services.recognition import (
    ShoutOut,
    announce_now,
    cancel_shout_out,
    plan_shout_out,
    shout_out,
    waiting_shout_out,
)
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import Story, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
TODAY = date(2026, 6, 16)


@pytest.fixture
def story(sqlite_engines: Engines) -> Story:
    return tell(sqlite_engines)


def rows(book: Book, kind: Kind = Kind.SHOUT_OUT) -> list[Announcement]:
    return book.announcements.of(kinds=[kind.value])


def won(book: Book, story: Story, account: str = "Zeta", on: date = TODAY, **values: object) -> DealState:
    return win(book, story.people["kim"], account, "12500", on, now=NOON, **values)  # type: ignore[arg-type]


def told(book: Book, story: Story) -> ShoutOut:
    found = shout_out(book, rows(book)[0], NOON)
    assert found is not None
    return found


def test_a_won_deal_is_due_when_the_undo_window_is_over(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        assert plan_shout_out(book, won(book, story), NOON) == NOON + timedelta(minutes=5)
        (row,) = rows(book)
        assert (row.recipient, row.status) == (team_recipient(story.team.id), "planned")


@pytest.mark.parametrize("choice", ["private", "none"])
def test_who_wants_no_praise_in_public_is_not_told_of_any(story: Story, choice: str) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.people["kim"].id, praise=choice)
        state = won(book, story)
        assert plan_shout_out(book, state, NOON) is None
        assert waiting_shout_out(book, state) is None
        assert rows(book), "it still looks whether a goal of the team was reached"


@pytest.mark.parametrize(
    "values",
    [
        {"practice": True},
        {"kind": EntryKind.IMPORTED, "imported": True},
        {"kind": EntryKind.EDITED},
        {"closed_on": date(2026, 6, 9), "effective_on": date(2026, 6, 9)},
    ],
    ids=["practice", "imported", "corrected", "closed long ago"],
)
def test_what_is_no_news_is_not_told(story: Story, values: dict[str, object]) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        state = replace(won(book, story), **values)  # type: ignore[arg-type]
        assert plan_shout_out(book, state, NOON) is None
        assert rows(book) == []


def test_a_rep_without_a_team_or_a_channel_is_not_told_of(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        nobody = book.people.add(name="Nika Mlakar", now=NOON, roles=[Role.REP])
        assert plan_shout_out(book, win(book, nobody, "Zeta", "1", TODAY, now=NOON), NOON) is None
        book.people.change_team(story.team.id, channel_id=None)
        assert plan_shout_out(book, won(book, story), NOON) is None


def test_a_deal_undone_in_time_and_won_again_is_told_once(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        state = won(book, story)
        plan_shout_out(book, state, NOON)
        assert cancel_shout_out(book, state.deal_id)
        assert not cancel_shout_out(book, state.deal_id)
        again, won_again = NOON + timedelta(hours=1), replace(state, number=3)
        assert plan_shout_out(book, won_again, again) == again + timedelta(minutes=5)
        assert [row.status for row in rows(book)] == ["planned"]


def test_a_deal_that_was_told_is_never_told_again(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        state = won(book, story)
        plan_shout_out(book, state, NOON)
        book.announcements.change(rows(book)[0].id, status="sent")
        assert plan_shout_out(book, replace(state, number=3), NOON) is None
        assert not cancel_shout_out(book, state.deal_id)
        assert not announce_now(book, state.deal_id, NOON)


def test_a_shout_out_reads_as_it_should(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        kim, tom = story.people["kim"], story.people["tom"]
        state = won(book, story, "Acme Ltd", shares=(Share(kim.id, WHOLE), Share(tom.id, 0, assist=True)))
        nordlys = book.accounts.named("Nordlys")
        assert nordlys is not None
        book.accounts.change(state.account_id, referred_by_id=nordlys.id)
        pro = book.accounts.ensure_label("product", "Pro")
        plan_shout_out(book, state, NOON)
        book.deals.enter(replace(state, number=2, lines=(Line(pro, 3),), kind=EntryKind.EDITED))
        message = RENDERER.message("recognition/shout_out", locale="en", win=told(book, story))
    golden(message, "recognition/shout_out")


def test_an_amount_is_shown_only_where_everybody_concerned_said_yes(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        bo = story.people["bo"]
        shares = (Share(story.people["kim"].id, 700_000), Share(bo.id, 300_000))
        plan_shout_out(book, won(book, story, shares=shares), NOON)
        assert told(book, story).amount is None
        book.people.change_team(story.team.id, shows_amounts=True)
        shown = told(book, story)
        assert shown.amount is not None
        golden(RENDERER.message("recognition/shout_out", locale="en", win=shown), "recognition/with_amount")
        book.people.change(bo.id, shows_amounts=False)
        assert told(book, story).amount is None


def test_who_shares_but_wants_no_public_praise_is_not_named(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        bo = story.people["bo"]
        shares = (Share(story.people["kim"].id, 700_000), Share(bo.id, 300_000))
        plan_shout_out(book, won(book, story, shares=shares), NOON)
        assert [person.name for person in told(book, story).sharers] == ["Bo Lindqvist"]
        book.people.change(bo.id, praise="private")
        assert told(book, story).sharers == ()


def test_a_deal_that_is_won_no_more_is_not_told(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        state = won(book, story)
        plan_shout_out(book, state, NOON)
        book.deals.enter(
            replace(state, number=2, kind=EntryKind.REOPENED, outcome=Outcome.OPEN, closed_on=None)
        )
        assert shout_out(book, rows(book)[0], NOON) is None


@pytest.mark.parametrize(("choice", "of"), [("public", "team"), ("private", "person"), ("none", None)])
def test_a_well_done_goes_where_the_rep_likes_it(story: Story, choice: str, of: str | None) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.people["kim"].id, praise=choice)
        state = won(book, story)
        public = plan_praise(book, story.maja, state.deal_id, NOON)
        assert public == {"team": True, "person": False, None: None}[of]
        planned = rows(book, Kind.PRAISE)
        assert [Recipient.read(row.recipient).of for row in planned] == ([of] if of else [])
        assert plan_praise(book, story.maja, state.deal_id, NOON) is None
        if planned:
            assert praise(book, planned[0]) is not None
            book.people.change(story.people["kim"].id, praise="none")
            assert praise(book, planned[0]) is None


def test_of_several_wins_that_wait_each_counts_those_before_it(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        for minute, account in enumerate(("First", "Second", "Third")):
            plan_shout_out(book, won(book, story, account), NOON + timedelta(minutes=minute))
        found = [shout_out(book, row, NOON) for row in reversed(rows(book))]
    assert [(each.account, each.wins) for each in found if each] == [
        ("First", 7),
        ("Second", 8),
        ("Third", 9),
    ]
