"""What every test may ask for."""

import pytest

from tests.golden import FOLDER, Golden


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Hold what was rendered to its golden file: golden(message, "digests/morning_manager")."""
    return Golden(FOLDER, bool(request.config.getoption("--update-golden")))
