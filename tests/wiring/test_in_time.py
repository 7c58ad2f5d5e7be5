"""What stands still is told of in time, is not asked twice at once, and is asked again once it goes on."""

from __future__ import annotations

import threading

import pytest

from salesbot.wiring.in_time import InTime
from tests.wiring.starting import wait_for


def test_an_answer_and_a_mistake_come_through() -> None:
    assert InTime(lambda: 7)() == 7
    with pytest.raises(ZeroDivisionError):
        InTime(lambda: 1 // 0)()


def test_what_stands_still_is_told_of_and_asked_again_once_it_goes_on() -> None:
    going, asked = threading.Event(), list[int]()

    def ask() -> int:
        asked.append(1)
        assert going.wait(60)
        return len(asked)

    in_time = InTime(ask, within=0.05)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            in_time()
    assert len(asked) == 1, "no thread waits behind another"
    going.set()
    wait_for(lambda: not in_time._asking.locked())
    assert InTime(ask)() == 2
