"""A workspace for files, on each engine in turn."""

import pytest

from salesbot.storage.engines import Engines
from tests.services.imports.files import DEALS, PEOPLE, Files


@pytest.fixture
def files(engines: Engines) -> Files:
    """An empty workspace."""
    return Files(engines)


@pytest.fixture
def team(files: Files) -> Files:
    """A workspace with people."""
    files.bring("people", PEOPLE)
    return files


@pytest.fixture
def sold(team: Files) -> Files:
    """A workspace with people and deals."""
    team.bring("deals", DEALS)
    return team


@pytest.fixture
def plain(sqlite_engines: Engines) -> Files:
    """A workspace with people on SQLite alone, for what does not touch storage itself."""
    made = Files(sqlite_engines)
    made.bring("people", PEOPLE)
    return made
