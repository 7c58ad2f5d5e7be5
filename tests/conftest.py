"""What every test may ask for: a database of either engine, the permanent cast, golden files."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from salesbot.storage.engines import Engines
from tests.cast import Cast, gather
from tests.databases import Databases, tools_of_postgresql
from tests.golden import FOLDER, Golden

# A bot that a test starts is compiled once, not each time: some machines say otherwise for their own convenience.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Hold what was rendered to its golden file: golden(message, "digests/morning_manager")."""
    return Golden(FOLDER, bool(request.config.getoption("--update-golden")))


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Empty databases of the newest schema, on either engine."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engines]:
    """An empty database: each test runs on SQLite and on PostgreSQL."""
    opened = databases.fresh(request.param)
    yield opened
    databases.drop(opened)


@pytest.fixture
def cast(engines: Engines) -> Cast:
    """Two companies with their people, in a database of their own."""
    return gather(engines)


@pytest.fixture
def sqlite_engines(databases: Databases) -> Iterator[Engines]:
    """An empty SQLite database, where the engine does not matter."""
    opened = databases.fresh("sqlite")
    yield opened
    databases.drop(opened)


@pytest.fixture
def sqlite_cast(sqlite_engines: Engines) -> Cast:
    """Two companies with their people, where the engine does not matter."""
    return gather(sqlite_engines)


@pytest.fixture
def postgresql_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools of the PostgreSQL that the tests run stand in the path."""
    monkeypatch.setenv("PATH", f"{tools_of_postgresql()}{os.pathsep}{os.environ['PATH']}")
