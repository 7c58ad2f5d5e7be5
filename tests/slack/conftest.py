"""The bot in process, with the cast."""

from collections.abc import Iterator

import pytest

from salesbot.analysis.calendars import warm
from salesbot.slack.parsing import make_ready
from tests.cast import Cast
from tests.slack.asked import Bot, bot_for


@pytest.fixture(scope="session", autouse=True)
def _warmed_up() -> None:
    """As the bot is before it receives: what the first command would wait for is loaded."""
    make_ready("en", "en")
    warm("SI")


@pytest.fixture
def bot(sqlite_cast: Cast) -> Iterator[Bot]:
    """The bot on a SQLite database with the cast."""
    with bot_for(sqlite_cast.engines) as made:
        yield made


@pytest.fixture
def each_bot(cast: Cast) -> Iterator[Bot]:
    """The bot with the cast, on each engine in turn."""
    with bot_for(cast.engines) as made:
        yield made
