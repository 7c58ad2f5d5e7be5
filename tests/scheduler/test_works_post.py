"""The monthly post of what works: who would be named is asked first, and without a yes nobody is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.deals import Technique
from salesbot.domain.feats import TeamPraise
from salesbot.domain.orders import StepKind
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.planning import Kind, replan
from salesbot.services.works import answer_works
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.scheduler.conftest import Bot, Stage
from tests.selling import tell_a_year
from tests.trade import win

FIRST = datetime(2026, 7, 1, 7, 31, tzinfo=UTC)
"""9:31 in Ljubljana, on the first working day of July."""
POSTED = datetime(2026, 7, 6, 9, 1, tzinfo=UTC)
"""11:01, three working days later."""
WORDS = "You asked before you offered."


@pytest.fixture
def year(sqlite_cast: Cast) -> Cast:
    """Luka has won most of the consultative deals; one of his customers said something after the delivery."""
    tell_a_year(sqlite_cast)
    luka = sqlite_cast.adria.luka
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        source = book.accounts.ensure_label("source", "Fair")
        won = win(
            book, luka, "Kolpa", "1000", date(2026, 5, 4), now=NOW, technique=Technique.CONSULTATIVE,
            source_id=source,
        )  # fmt: skip
        order = book.orders.add(won.deal_id, date(2026, 5, 4), now=NOW, by=luka.id)
        step = book.orders.step(order.id, StepKind.RATED, NOW.date(), now=NOW, by=luka.id, score=10)
        book.records.state("order_step", step, WORDS, person_id=luka.id, now=NOW)
        replan(book, FIRST - timedelta(hours=20), teams=[sqlite_cast.adria.teams["adria"].id])
    return sqlite_cast


def asked(stage: Stage) -> Bot:
    bot = stage.bot()
    bot.settle(FIRST - timedelta(hours=19))
    bot.settle(FIRST)
    return bot


def answer(cast: Cast, stage: Stage, *, names: bool, quotes: bool) -> None:
    row = next(row for row in stage.rows(cast.workspace_id, Kind.WORKS_ASKED) if row.status == "sent")
    with open_book(cast.engines, cast.workspace_id) as book:
        answer_works(book, cast.adria.luka, row.id, names=names, quotes=quotes, now=FIRST)


def posted(stage: Stage) -> str:
    return str([post.blocks for post in stage.slack.posts if post.channel == "C0ADRIA"])


def test_only_who_would_be_named_is_asked_and_once(sqlite_stage: Stage, year: Cast, golden: Golden) -> None:
    bot = asked(sqlite_stage)
    bot.settle(FIRST + timedelta(minutes=5))
    said = [post for post in sqlite_stage.slack.posts if "May Adria's channel" in post.text]
    assert [post.channel for post in said] == ["D0LUKA"]
    golden(Message(said[0].text, said[0].blocks), "works/asked")
    statuses = [row.status for row in sqlite_stage.rows(year.workspace_id, Kind.WORKS_ASKED)]
    assert statuses.count("sent") == 1
    assert set(statuses) == {"cancelled", "sent"}


def test_with_consent_the_post_names_and_quotes(sqlite_stage: Stage, year: Cast, golden: Golden) -> None:
    bot = asked(sqlite_stage)
    answer(year, sqlite_stage, names=True, quotes=True)
    for _ in range(2):
        bot.settle(POSTED)
    post = [post for post in sqlite_stage.slack.posts if "What works in Adria" in post.text]
    assert len(post) == 1
    golden(Message(post[0].text, post[0].blocks), "works/post")
    assert "Luka Zupan has won most with it" in posted(sqlite_stage)
    assert WORDS in posted(sqlite_stage)
    assert "Kolpa" not in posted(sqlite_stage)
    assert "€" not in posted(sqlite_stage)


@pytest.mark.parametrize("quotes", [True, False, None])
def test_without_consent_nobody_is_named(sqlite_stage: Stage, year: Cast, quotes: bool | None) -> None:
    bot = asked(sqlite_stage)
    if quotes is not None:
        answer(year, sqlite_stage, names=False, quotes=quotes)
    bot.settle(POSTED)
    assert "Consultative" in posted(sqlite_stage)
    assert "Luka" not in posted(sqlite_stage)
    assert (WORDS in posted(sqlite_stage)) is bool(quotes)
    # Referrals are Kim's alone, so that even their win rate would be a person's figure.
    assert "Referral" not in posted(sqlite_stage)
    assert "Kim" not in posted(sqlite_stage)


def test_a_team_that_wants_no_such_post_gets_none(sqlite_stage: Stage, year: Cast) -> None:
    with open_book(year.engines, year.workspace_id) as book:
        book.praise.settle(year.adria.teams["adria"].id, TeamPraise(told=frozenset()))
    bot = asked(sqlite_stage)
    bot.settle(POSTED)
    assert "What works" not in posted(sqlite_stage)


def test_nobody_answers_for_another(sqlite_stage: Stage, year: Cast) -> None:
    asked(sqlite_stage)
    row = next(row for row in sqlite_stage.rows(year.workspace_id, Kind.WORKS_ASKED) if row.status == "sent")
    with open_book(year.engines, year.workspace_id) as book:
        for announcement, person in ((row.id, year.adria.kim), ("nothing", year.adria.luka)):
            with pytest.raises(ButtonExpired):
                answer_works(book, person, announcement, names=True, quotes=True, now=FIRST)
