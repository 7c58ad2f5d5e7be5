"""Kudos: with a reason, not to oneself, so many a day, taken back in time, and told where both people like it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesbot.domain.feats import Feat, TeamPraise
from salesbot.services.kudos import kudos_told
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from tests.cast import GUEST, NEWCOMER, NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def rows(bot: Bot, cast: Cast) -> dict[str, Announcement]:
    """What is planned, by whom it is for: person or team."""
    with bot.runtime.reading(cast.workspace_id) as book:
        found = book.announcements.of(kinds=[Kind.KUDOS.value], statuses=["planned"])
        return {row.recipient.partition(":")[0]: row for row in found}


def told(bot: Bot, cast: Cast, to: str) -> bool:
    row = rows(bot, cast)[to]
    with bot.runtime.reading(cast.workspace_id) as book:
        return kudos_told(book, row) is not None


def test_kudos_are_kept_and_heard_of_after_the_undo_window(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    said = each_bot.sales(cast.adria.bo, "kudos <@U0KIM> for the Acme demo")
    golden(said.message, "kudos/given")
    planned = rows(each_bot, cast)
    assert set(planned) == {"person", "team"}
    assert {row.due_at for row in planned.values()} == {NOW + timedelta(minutes=5)}
    with each_bot.runtime.reading(cast.workspace_id) as book:
        for to, public in (("person", False), ("team", True)):
            shown = kudos_told(book, planned[to])
            message = each_bot.runtime.renderer.message("kudos/told", locale="en", shown=shown, public=public)
            golden(message, f"kudos/told_{to}")


def test_what_is_undone_is_never_heard_of(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    said = bot.sales(cast.adria.bo, "kudos <@U0KIM> for the Acme demo")
    undo = said.button("kudos.undo")
    bot.press(cast.adria.kim, undo)
    assert rows(bot, cast), "only who gave them may take them back"
    assert "hears nothing" in bot.press(cast.adria.bo, undo).words
    assert rows(bot, cast) == {}
    assert "5 minutes" in bot.press(cast.adria.bo, undo).words


def test_it_is_too_late_after_five_minutes(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.bo, "kudos <@U0KIM> for the Acme demo")
    bot.clock.pass_by(minutes=6)
    assert "5 minutes" in bot.press(sqlite_cast.adria.bo, said.button("kudos.undo")).words
    assert rows(bot, sqlite_cast)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("kudos <@U0KIM>", "what the kudos are for"),
        ("kudos <@U0KIM> for", "what the kudos are for"),
        ("kudos <@U0KIM> thx", "what the kudos are for"),
        ("kudos for the demo", "exactly one"),
        ("kudos <@U0KIM> <@U0LUKA> for the demo", "exactly one"),
        ("kudos <@U0BO> for being me", "somebody else"),
        (f"kudos <@{GUEST}> for the visit", "Gal Gost"),
    ],
)
def test_a_mistake_says_why_and_keeps_nothing(bot: Bot, sqlite_cast: Cast, typed: str, why: str) -> None:
    assert why in bot.sales(sqlite_cast.adria.bo, typed).words
    assert rows(bot, sqlite_cast) == {}


def test_so_many_a_day_and_tomorrow_again(each_bot: Bot, cast: Cast) -> None:
    with each_bot.runtime.book(cast.workspace_id) as book:
        book.praise.settle(cast.adria.teams["adria"].id, TeamPraise(kudos_a_day=2))
    for reason in ("the first", "the second"):
        last = each_bot.sales(cast.adria.bo, f"kudos <@U0KIM> for {reason}")
    assert "your last for today" in last.words
    assert "2 kudos a day" in each_bot.sales(cast.adria.bo, "kudos <@U0LUKA> for the third").words
    each_bot.clock.pass_by(days=1)
    assert "1 more today" in each_bot.sales(cast.adria.bo, "kudos <@U0LUKA> for the third").words


def test_the_form_names_a_kind_and_a_newcomer_may_be_thanked(bot: Bot, sqlite_cast: Cast) -> None:
    bo = sqlite_cast.adria.bo
    form = bot.sales(bo, "kudos").view
    assert "reason" in bot.submit(bo, form, {"person": "U0KIM", "reason": "ok"}).errors
    said = bot.submit(bo, form, {"person": NEWCOMER, "reason": "the figures on Friday", "category": "help"})
    assert said.status == 200
    with bot.runtime.reading(sqlite_cast.workspace_id) as book:
        (kudos,) = book.kudos.given_on(bo.id, NOW.date())
        assert kudos.category == "help"


@pytest.mark.parametrize("receives", ["public", "private", "none"])
@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("received", [True, False])
@pytest.mark.parametrize("team", [True, False])
def test_each_persons_choice_holds_in_the_channel_and_for_the_person(
    bot: Bot, sqlite_cast: Cast, receives: str, given: bool, received: bool, team: bool
) -> None:
    cast = sqlite_cast
    bot.sales(cast.adria.bo, "kudos <@U0KIM> for the Acme demo")
    with bot.runtime.book(cast.workspace_id) as book:
        book.people.change(cast.adria.kim.id, praise=receives, announces_received=received)
        book.people.change(cast.adria.bo.id, announces_given=given)
        kinds = frozenset({Feat.KUDOS} if team else ())
        book.praise.settle(cast.adria.teams["adria"].id, TeamPraise(told=kinds))
    assert told(bot, cast, "team") is (receives == "public" and given and received and team)
    assert told(bot, cast, "person") is (receives != "none")
