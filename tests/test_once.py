"""What is worked out once for an object keeps nobody waiting who asks another object."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from salesbot.once import once

PATIENCE = 20


class Slow:
    """Its answer comes only when as many ask as the barrier waits for."""

    def __init__(self, together: Barrier) -> None:
        self.asked, self.together = 0, together

    @once
    def answer(self) -> int:
        """How often it was asked."""
        self.asked += 1
        self.together.wait(PATIENCE)
        return self.asked


def test_two_objects_are_asked_at_the_same_time() -> None:
    """With one lock for all objects of a class the second would not begin before the first has ended."""
    together = Barrier(2)
    with ThreadPoolExecutor(2) as people:
        answers = [people.submit(lambda: Slow(together).answer) for _ in range(2)]
        assert [each.result(PATIENCE) for each in answers] == [1, 1]


def test_an_object_is_asked_once_and_its_answer_can_be_let_go() -> None:
    slow = Slow(Barrier(1))
    assert (slow.answer, slow.answer, slow.asked) == (1, 1, 1)
    del slow.__dict__["answer"]
    assert slow.answer == 2


def test_what_fails_is_asked_again() -> None:
    class Failing:
        tries = 0

        @once
        def answer(self) -> int:
            self.tries += 1
            return 1 // (self.tries - 1)

    failing = Failing()
    try:
        failing.answer  # noqa: B018
    except ZeroDivisionError:
        assert failing.answer == 1
    assert isinstance(Failing.answer, once)
