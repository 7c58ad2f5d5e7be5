"""What a bot holds does not grow with what it has done; and the soak would see it if it did.

The short form with the bot itself: `python -m tests.scenarios.soaking --acts 6000`.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from tests.scenarios.holding import LET_PASS, Reading, Soak
from tests.scenarios.soaking import READINGS, ran


def soak(**measures: Callable[[int], float]) -> Soak:
    """Readings that tremble about what a bot holds; a measure that is given is made from the reading's number."""
    dice, found = random.Random(1), Soak(answered=Counter({200: 6000}))
    for number in range(READINGS + 1):
        warming = 120.0 * min(1.0, number / 15)
        held: dict[str, float] = {
            "memory": 200 + warming + dice.gauss(0, 2), "threads": 22 + dice.choice((0, 0, 1, 2)),
            "files": 41 + dice.choice((-1, 0, 0, 3)), "log": 4.1 if number < 35 else 4.8,
        }  # fmt: skip
        held |= {name: made(number) for name, made in measures.items()}
        found.readings.append(
            Reading(100 * number, held["memory"], int(held["threads"]), int(held["files"]), held["log"])
        )
    return found


def test_what_trembles_or_warms_up_does_not_grow() -> None:
    assert soak().growing() == {}
    assert soak().sound


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("memory", lambda number: 320.0 + number), ("memory", lambda number: 300.0 + number + 9 * (number % 3)),
        ("threads", lambda number: 22 + number // 6), ("files", lambda number: 41 + number // 4),
        ("log", lambda number: 0.7 * number), ("log", lambda number: 65.0),
    ],
)  # fmt: skip
def test_what_grows_is_seen_by_its_name(kind: str, made: Callable[[int], float]) -> None:
    grown = soak(**{kind: made})
    assert list(grown.growing()) == [kind]
    assert not grown.sound


def test_an_answer_that_did_not_come_is_no_sound_run() -> None:
    assert not Soak(soak().readings, Counter({200: 5999, 0: 1})).sound
    assert set(LET_PASS) == {"memory", "threads", "files", "log"}


def test_a_slow_leak_is_seen_by_the_end_of_a_day() -> None:
    """Two kilobytes an act: 500 acts lie between two readings of a day."""
    grown = soak(memory=lambda number: 260.0 + number % 3 + 500 * number * 2 / 1024)
    assert list(grown.growing()) == ["memory"]
    held = soak(memory=lambda number: 260.0 + number % 3 + 500 * number * 0.7 / 1024)
    assert held.growing() == {}


@pytest.mark.slow
def test_a_bot_that_leaves_a_thread_behind_now_and_then_is_caught() -> None:
    leaking = ran(1200, 1, "threads")
    sys.stdout.write(f"\n{leaking}\n")
    assert set(leaking.answered) == {200}
    assert "threads" in leaking.growing()
