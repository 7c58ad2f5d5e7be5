"""The bot in process, with the cast."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.slack.asked import Bot, bot_for


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
