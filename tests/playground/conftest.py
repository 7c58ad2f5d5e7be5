"""A playground for each test, in a process of its own."""

from collections.abc import Iterator

import pytest

from tests.playground.people import Running, playground


@pytest.fixture
def slack() -> Iterator[Running]:
    with playground("--more-tries", "0,0.3,0.6") as running:
        yield running
