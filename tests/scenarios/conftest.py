"""The town with the cast in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import NOW, Cast
from tests.scenarios.town import Town, town


@pytest.fixture
def acme(sqlite_cast: Cast) -> Iterator[Town]:
    """Acme Sales in a local Slack, with the bot connected over Socket Mode, on SQLite."""
    with town(sqlite_cast.engines, sqlite_cast.workspace_id, NOW) as opened:
        yield opened


@pytest.fixture
def acme_on_either(cast: Cast) -> Iterator[Town]:
    """The same on each engine in turn."""
    with town(cast.engines, cast.workspace_id, NOW) as opened:
        yield opened
