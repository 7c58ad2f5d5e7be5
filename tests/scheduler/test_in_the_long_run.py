"""The short forms of two proofs: nine o'clock under Slack's limits, and a simulated year of mornings.

In full: `python -m tests.scenarios.nine_o_clock` and `python -m tests.scenarios.year`.
"""

from __future__ import annotations

import pytest

from salesbot.storage.engines import Engines
from tests.scenarios.nine_o_clock import morning
from tests.scenarios.year import Forgetful, Simulation


def test_what_is_due_at_once_goes_out_as_fast_as_slack_allows_and_keeps_nobody_else_waiting(
    sqlite_engines: Engines,
) -> None:
    found = morning(sqlite_engines, digests=100, others=4)
    assert found.sound, found


def test_a_limiter_that_lets_too_much_through_is_caught(sqlite_engines: Engines) -> None:
    found = morning(sqlite_engines, digests=40, a_workspace=0.0, a_minute=30)
    assert found.told_to_wait, found


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_whatever_restarts_and_however_the_clock_is_set_every_morning_comes_once(
    sqlite_engines: Engines,
) -> None:
    year = Simulation(sqlite_engines, people=12, seed=2).run(days=8)
    assert year.sound, year
    assert year.kills
    assert year.restarts + year.steps


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bot_that_stores_nothing_before_it_posts_is_caught(sqlite_engines: Engines) -> None:
    year = Simulation(sqlite_engines, people=12, seed=2, delivery=Forgetful).run(days=8)
    assert year.doubled
