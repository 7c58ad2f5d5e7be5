"""The made-up company's story, told once: to be read, or gone on with and then left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from salesbot.sample import COMPANY, tell
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines
from tests.databases import Databases

NOW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)


def told(databases: Databases, now: datetime) -> tuple[Engines, int]:
    """A database in which the story was told on a day, and its workspace."""
    engines = databases.fresh("sqlite")
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name=COMPANY.name, now=now, slack_team_id=COMPANY.slack_team_id, playground=True,
            currency="EUR", time_zone="Europe/Ljubljana", country="SI", live_at=now,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        tell(book, now)
    return engines, workspace.id


@pytest.fixture(scope="package")
def story(databases: Databases) -> Iterator[tuple[Engines, int]]:
    """The story as it stands in mid-June, told once for these pages."""
    engines, workspace_id = told(databases, NOW)
    yield engines, workspace_id
    databases.drop(engines)


@pytest.fixture
def book(story: tuple[Engines, int]) -> Iterator[Book]:
    """The told book, to read."""
    with read_book(*story) as opened:
        yield opened
