"""Questions about what was done with accounts: how much, of which kind, and to whom it is told."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.services.activities import record_activity
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_questions import ask


@pytest.fixture
def done(sqlite_cast: Cast) -> Cast:
    """Kim: two calls on 16 June, one on 2 June and a demo on 15 June; Bo a call on 15 June."""
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        kinds = {kind.code: kind.id for kind in book.activities.kinds()}
        for person, code, day in (
            (adria.kim, "call", 16), (adria.kim, "call", 16), (adria.kim, "call", 2), (adria.kim, "demo", 15),
            (adria.bo, "call", 15),
        ):  # fmt: skip
            record_activity(book, person, kinds[code], "Acme", now=NOW, day=date(2026, 6, day), note="")
    return sqlite_cast


@pytest.mark.parametrize(
    ("typed", "who", "told", "about"),
    [
        ("how many calls did we make this week?", "maja", "3", "of Call alone"),
        ("how many calls did we make this month?", "maja", "4", "of Call alone"),
        ("how many activities did we do this week?", "maja", "4", "activities, Adria"),
        ("how many demos did Kim do this month?", "maja", "1", "Kim Novak"),
        ("how many calls did I make today?", "kim", "2", "your own"),
        ("koliko klicev smo opravili ta teden?", "maja", "3", "of Call alone"),
        ("tulipiga simu ngapi wiki hii?", "maja", "3", "of Call alone"),
    ],
)
def test_what_was_done_is_counted(bot: Bot, done: Cast, typed: str, who: str, told: str, about: str) -> None:
    said = ask(bot, getattr(done.adria, who), typed)
    assert said.words.strip().startswith(told), said.words
    assert about in said.words
    assert "left out" not in said.words
    assert "questions.deals" not in str(said.message["blocks"])


def test_calls_beside_the_week_before(bot: Bot, done: Cast, golden: Golden) -> None:
    said = ask(bot, done.adria.maja, "how many calls did we make this week compared to last week?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/calls_beside")


def test_nobody_is_told_what_a_colleague_did(bot: Bot, done: Cast) -> None:
    """Neither by name nor by what is left of a team of two."""
    kim = done.adria.kim
    assert "not yours" in ask(bot, kim, "how many calls did Bo make this week?").words
    for typed in ("how many calls did we make this week?", "how many calls did the company make this week?"):
        words = ask(bot, kim, typed).words
        assert not words.strip().startswith("3"), typed


def test_a_kind_that_is_only_named_counts_nothing(bot: Bot, done: Cast) -> None:
    said = ask(bot, done.adria.kim, "what should I do about calls today?").words.replace("`", "")
    assert "/sales todo. Not understood, and left out" in said
