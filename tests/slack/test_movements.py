"""What moved the month, asked in Slack: since the last working day, or in a week.

Ivana on Wednesday at 08:00: won 24,300; due in June are Helios 24,000 at 50 % and Sava 11,000 at 75 %. By Thursday at ten:
    Helios is won (+12,000), Sava put off to July (−8,250), Kolpa Nord is new (40,000 at 10 % +4,000)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.goals import Scope
from salesbot.services.figures import movements
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_attainment import message
from tests.trade import open_deal, set_goal, win

LATER = datetime(2026, 6, 17, 12, tzinfo=UTC)
THURSDAY = datetime(2026, 6, 18, 8, tzinfo=UTC)


@pytest.fixture
def bot(bot: Bot) -> Bot:
    bot.clock.at = THURSDAY
    return bot


@pytest.fixture
def moved(sqlite_cast: Cast) -> Cast:
    ivana, luka = sqlite_cast.adria.ivana, sqlite_cast.adria.luka
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, ivana, "2026-06", "50000", now=NOW)
        win(book, ivana, "Kolpa", "24300", date(2026, 6, 10), now=NOW)
        due = date(2026, 6, 25)
        helios = open_deal(book, ivana, "Helios", "24000", now=NOW, stage="proposal", expected_on=due)
        sava = open_deal(book, ivana, "Sava", "11000", now=NOW, stage="negotiation", expected_on=due)
        drava = open_deal(book, luka, "Drava", "28000", now=NOW, stage="proposal", expected_on=due)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        day = date(2026, 6, 17)
        for state, amount in ((helios, helios.amount), (drava, drava.amount.times(Fraction(2)))):
            won = replace(
                state, outcome=Outcome.WON, closed_on=day, stage_id=None, kind=EntryKind.WON, amount=amount
            )
            book.deals.enter(replace(won, number=2, recorded_at=LATER, effective_on=day))
        later = replace(sava, expected_on=date(2026, 7, 10), kind=EntryKind.EDITED, recorded_at=LATER)
        book.deals.enter(replace(later, number=2, effective_on=day))
        open_deal(book, ivana, "Kolpa Nord", "40000", now=LATER, stage="new", expected_on=due)
    return sqlite_cast


def test_each_movement_has_one_cause_and_they_add_up(bot: Bot, moved: Cast, golden: Golden) -> None:
    said = bot.sales(moved.adria.ivana, "me changes")
    golden(message(said), "attainment/movements")
    words = bot.press(moved.adria.ivana, said.button("attainment.movements")).words
    assert "since the morning of Thu 11 June: €0 → €" in words


def test_a_team_and_its_people_add_up_alike(moved: Cast) -> None:
    people = moved.adria
    with read_book(moved.engines, moved.workspace_id) as book:
        team = movements(book, people.maja, Scope.TEAM, people.teams["adria"].id, now=THURSDAY).changes
        each = [
            movements(book, people.maja, Scope.REP, people.people[name].id, now=THURSDAY).changes
            for name in ("kim", "bo", "luka", "ivana")
        ]
    assert team.after.minor - team.before.minor == sum(one.effect.minor for one in team.causes)
    assert team.after.minor == sum(one.after.minor for one in each)
    assert team.before.minor == sum(one.before.minor for one in each)


def test_what_moved_is_for_who_may_see_the_figures(bot: Bot, moved: Cast) -> None:
    people = moved.adria
    mine = bot.sales(people.ivana, "me spremembe teden").button("attainment.movements")
    assert "not yours" in bot.press(people.marko, mine).words
    assert "not yours" in bot.press(people.kim, mine).words
    assert "Ivana Kos" in bot.press(people.maja, mine).words
    team = bot.sales(people.maja, "team changes")
    assert "Adria, June since the morning of Wed 17 June" in team.words
    assert "Luka Zupan, Drava" in team.words
    theirs = bot.press(people.luka, team.button("attainment.movements")).words
    assert "Luka Zupan" in theirs
    assert "Helios" not in theirs
    assert "not yours" in bot.press(people.tom, team.button("attainment.movements")).words
    old = {"type": "button", "action_id": "attainment.movements", "value": "x"}
    assert bot.press(people.kim, old).status == 200


def test_a_deal_due_today_is_not_past_its_day_before_the_day_is_over(bot: Bot, moved: Cast) -> None:
    with open_book(moved.engines, moved.workspace_id) as book:
        open_deal(
            book, moved.adria.bo, "Nordlys", "8000", now=NOW, stage="proposal", expected_on=THURSDAY.date()
        )
    said = bot.sales(moved.adria.bo, "me changes").words
    assert "Past its day" not in said
    assert "€4,000" in bot.sales(moved.adria.bo, "forecast").words
