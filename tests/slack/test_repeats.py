"""What is delivered again while the first is still being answered waits for it, and takes its place where it failed."""

from __future__ import annotations

import threading

import pytest

from salesbot.slack import repeats
from salesbot.slack.repeats import Repeats


def test_a_repeat_beside_the_first_waits_and_answers_nothing() -> None:
    known, begun, go_on, answers = Repeats(), threading.Event(), threading.Event(), list[str]()

    def slowly() -> None:
        begun.set()
        go_on.wait(10)
        answers.append("first")

    first = threading.Thread(target=known.once, args=("T1:Ev1", slowly))
    second = threading.Thread(target=known.once, args=("T1:Ev1", lambda: answers.append("second")))
    first.start()
    assert begun.wait(10)
    second.start()
    assert known.once("T1:Ev2", lambda: answers.append("another"))
    go_on.set()
    first.join(10)
    second.join(10)
    assert answers == ["another", "first"]


def test_a_repeat_takes_the_place_of_the_first_that_failed() -> None:
    known, answers = Repeats(), list[str]()
    with pytest.raises(ZeroDivisionError):
        known.once("T1:Ev1", lambda: answers.append(str(1 // 0)))
    assert known.once("T1:Ev1", lambda: answers.append("second"))
    assert not known.once("T1:Ev1", lambda: answers.append("third"))
    assert answers == ["second"]


def test_only_the_newest_deliveries_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST_KEPT", 2)
    known = Repeats()
    answered = [known.once(key, lambda: None) for key in ("1", "2", "3", "3", "1")]
    assert answered == [True, True, True, False, True]
