"""A bot that just began logs deals at once; what else is asked waits until all of it is loaded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from salesbot.slack import nouns
from tests.cast import Cast
from tests.slack.asked import Bot, Said, bot_for


@pytest.fixture
def begun(sqlite_cast: Cast) -> Iterator[Bot]:
    """The bot when it is reached by Slack for the first time."""
    with bot_for(sqlite_cast.engines, complete=False) as made:
        yield made


class Watched(threading.Event):
    """An event that tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.awaited.set()
        return super().wait(timeout)


def asked_meanwhile(bot: Bot, cast: Cast, people: ThreadPoolExecutor) -> Future[Said]:
    """Somebody asks for figures; this returns when they wait for the rest of the bot."""
    told = bot.begun._beginning._told = Watched()
    answer = people.submit(bot.sales, cast.adria.maja, "me")
    assert told.awaited.wait(30)
    return answer


def test_a_deal_is_logged_at_once_and_figures_wait(begun: Bot, sqlite_cast: Cast) -> None:
    with ThreadPoolExecutor(1) as people:
        figures = asked_meanwhile(begun, sqlite_cast, people)
        assert "Acme" in begun.command(sqlite_cast.adria.maja, "Acme 12.5k won").words
        assert not figures.done()
        begun.begun.complete()
        assert "12,500" in figures.result(30).words


def test_what_cannot_be_loaded_is_raised_and_nobody_waits_for_it(
    begun: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_edge: object) -> None:
        raise ImportError("a file is missing")

    monkeypatch.setattr(nouns.NOUNS[-1], "register", broken)
    with ThreadPoolExecutor(1) as people:
        figures = asked_meanwhile(begun, sqlite_cast, people)
        with pytest.raises(ImportError, match="a file is missing"):
            begun.begun.complete()
        assert figures.result(30).status == 500
