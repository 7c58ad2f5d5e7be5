"""Places: so many at once, in their order, and nobody waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from salesbot.storage import engines as doors
from salesbot.storage.book import open_book
from salesbot.storage.places import Places
from tests.cast import Cast
from tests.storage.test_line import add, ask, cast, kept

__all__ = ["cast"]


def begun(do: Callable[[], None]) -> threading.Thread:
    """A thread that does it."""
    thread = threading.Thread(target=do)
    thread.start()
    return thread


def free(places: Places) -> int:
    """How many places are free."""
    return places._free


def wait_until(there: Callable[[], bool]) -> None:
    """Until it is so, ten seconds at most."""
    for _ in range(2000):
        if there():
            return
        time.sleep(0.005)
    raise AssertionError("it did not come to that")


@pytest.mark.parametrize("several", [1, 3])
def test_no_more_than_so_many_at_once_in_the_order_in_which_they_came(several: int) -> None:
    places, go = Places(several, 60), threading.Event()
    came: list[int] = []

    def act(number: int) -> None:
        with places.place():
            came.append(number)
            go.wait(10)

    threads = []
    for number in range(8):
        threads.append(begun(partial(act, number)))
        wait_until(lambda: len(came) + len(places._waiting) == len(threads))
    assert sorted(came) == list(range(several))
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(came) == 8
    assert several > 1 or came == list(range(8))
    assert free(places) == several


def test_who_waited_long_goes_on_and_takes_no_place_along() -> None:
    places = Places(1, 0.01)
    with places.place():
        with places.place(), places.place():
            assert not free(places)
        assert not free(places)
    assert free(places) == 1


def test_who_fails_and_who_is_interrupted_while_waiting_leave_their_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = Places(1, 60)
    with pytest.raises(ZeroDivisionError), places.place():
        raise ZeroDivisionError
    assert free(places) == 1

    class Interrupted:
        """A lock at which whoever waits is interrupted."""

        taken = False

        def acquire(self, timeout: float = -1) -> bool:
            if self.taken:
                raise KeyboardInterrupt
            self.taken = True
            return True

    with places.place():
        monkeypatch.setattr("salesbot.storage.places.Lock", Interrupted)
        with pytest.raises(KeyboardInterrupt), places.place():
            raise AssertionError("nobody comes here")
        assert not places._waiting
    assert free(places) == 1


def test_short_changes_on_postgresql_take_places_and_long_ones_none(cast: Cast) -> None:
    inside: list[int] = []
    with open_book(cast.engines, cast.workspace_id, together=True) as book:
        ask(book)
        inside.append(free(cast.engines.places))
        with open_book(cast.engines, cast.workspace_id) as long:
            ask(long)
            inside.append(free(cast.engines.places))
    assert inside == [doors.TOGETHER - 1, doors.TOGETHER - 1]
    assert free(cast.engines.places) == doors.TOGETHER


def test_a_person_who_is_locked_for_long_holds_up_nobody_else_for_long(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many wait for one rep as there are places; another rep's change waits no longer than one's patience."""
    monkeypatch.setattr(cast.engines.places, "_patience", 0.05)

    def change(person_id: int, key: str) -> None:
        with open_book(cast.engines, cast.workspace_id, together=True) as book:
            book.people.locked(person_id)
            ask(book)
            add(key)[0](book)

    with open_book(cast.engines, cast.workspace_id) as holder:
        holder.people.locked(cast.adria.kim.id)
        ask(holder)
        held_up = [
            begun(partial(change, cast.adria.kim.id, f"kim {number}")) for number in range(doors.TOGETHER)
        ]
        wait_until(lambda: not free(cast.engines.places))
        change(cast.adria.maja.id, "maja")
        assert "maja" in kept(cast.engines, cast.workspace_id)
        assert not {"kim 0"} & kept(cast.engines, cast.workspace_id)
    for thread in held_up:
        thread.join(10)
    assert {f"kim {number}" for number in range(doors.TOGETHER)} <= kept(cast.engines, cast.workspace_id)
