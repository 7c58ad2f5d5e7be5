"""Changes that wait together share one commit: each is on the disk before anybody is told, and one's fault is its own."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.engines import Engines
from salesbot.storage.upkeep import wipe
from salesbot.storage.writing import MOST_TOGETHER
from tests.cast import NOW


def _names(engines: Engines) -> set[str]:
    with engines.reading() as connection:
        return set(connection.exec_driver_sql("SELECT name FROM workspace").scalars())


@contextmanager
def _while_held(engines: Engines, waiting: Callable[[], int], several: int) -> Iterator[None]:
    """Somebody changes something until so many wait."""
    with engines.changing():
        yield
        turn = threading.Event()
        while waiting() < several:
            turn.wait(0.001)


def _together(engines: Engines, changes: list[Callable[[Connection], None]]) -> list[Future[set[str]]]:
    """Make the changes while all of them wait; each answers with the names that another connection sees afterwards."""
    queue: Any = engines.writer._turns._waiting

    def one(change: Callable[[Connection], None]) -> set[str]:
        with engines.changing(together=True) as connection:
            change(connection)
        return _names(engines)

    with ThreadPoolExecutor(len(changes)) as people, _while_held(engines, lambda: len(queue), len(changes)):
        return [people.submit(one, change) for change in changes]


def _adds(name: str, *, fails: bool = False) -> Callable[[Connection], None]:
    def change(connection: Connection) -> None:
        new_workspace(connection, name=name, now=NOW, currency="EUR")
        if fails:
            raise ValueError(name)

    return change


@contextmanager
def _commits(engines: Engines, *, failing: bool = False) -> Iterator[list[int]]:
    """Counts commits; `failing`: the first of several at once comes to nothing."""
    counted: list[int] = []
    usual = engines.write.dialect.do_commit

    def counting(dbapi: Any) -> None:
        counted.append(1)
        if failing and len(counted) == 2:
            raise OSError("the disk went away")
        usual(dbapi)

    engines.write.dialect.do_commit = counting  # type: ignore[method-assign,assignment]
    try:
        yield counted
    finally:
        engines.write.dialect.do_commit = usual  # type: ignore[method-assign]


@pytest.mark.parametrize("first_fails", [True, False])
def test_each_is_on_the_disk_and_a_fault_takes_back_its_own_only(
    sqlite_engines: Engines, first_fails: bool
) -> None:
    faulty = {0, 7} if first_fails else {3, 11}
    changes = [_adds(f"Company {n}", fails=n in faulty) for n in range(20)]
    with _commits(sqlite_engines) as commits:
        told = _together(sqlite_engines, changes)
    for number, one in enumerate(told):
        if number in faulty:
            assert isinstance(one.exception(), ValueError)
        else:
            assert f"Company {number}" in one.result()
    assert {f"Company {number}" for number in faulty}.isdisjoint(_names(sqlite_engines))
    assert len(commits) <= 6


def test_a_commit_that_fails_is_told_to_all_who_share_it_and_nothing_of_it_stands(
    sqlite_engines: Engines,
) -> None:
    with _commits(sqlite_engines, failing=True):
        told = _together(sqlite_engines, [_adds(f"Company {n}") for n in range(5)])
    assert [str(one.exception()) for one in told] == ["the disk went away"] * 5
    assert not {name for name in _names(sqlite_engines) if name.startswith("Company")}
    _together(sqlite_engines, [_adds("Company 9")])[0].result()
    assert "Company 9" in _names(sqlite_engines)


def test_who_needs_the_file_alone_does_not_meet_a_change_that_is_not_committed(
    sqlite_engines: Engines,
) -> None:
    queue: Any = sqlite_engines.writer._turns._waiting
    with ThreadPoolExecutor(3) as people:
        with _while_held(sqlite_engines, lambda: len(queue), 3):
            first = people.submit(_change, sqlite_engines, "Company 1")
            while len(queue) < 1:
                threading.Event().wait(0.001)
            wiping = people.submit(wipe, sqlite_engines)
            while len(queue) < 2:
                threading.Event().wait(0.001)
            second = people.submit(_change, sqlite_engines, "Company 2")
        assert wiping.result() in (True, False)
        first.result(), second.result()
    assert {"Company 1", "Company 2"} <= _names(sqlite_engines)


def _change(engines: Engines, name: str) -> None:
    with engines.changing(together=True) as connection:
        _adds(name)(connection)


def test_a_disk_that_is_full_takes_nothing_of_what_others_were_told(sqlite_engines: Engines) -> None:
    def much(connection: Connection) -> None:
        for number in range(60):
            new_workspace(connection, name=f"Big {number} {'x' * 400}", now=NOW, currency="EUR")

    with sqlite_engines.changing() as connection:
        room = connection.exec_driver_sql("PRAGMA max_page_count").scalar_one()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")
    told = _together(sqlite_engines, [_adds("Company 1"), much, _adds("Company 2")])
    with sqlite_engines.changing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={room}")
    assert told[1].exception() is not None
    stands = _names(sqlite_engines)
    for number, one in ((1, told[0]), (2, told[2])):
        assert (f"Company {number}" in stands) == (one.exception() is None)


AT_ONCE = 32


def _served(engines: Engines) -> list[int]:
    """In which order those were served who came one after another while somebody else changed something."""
    queue: Any = engines.writer._turns._waiting
    served: list[int] = []

    def one(number: int) -> None:
        # Every fourth wants a commit of its own, as who changes much does.
        with engines.changing(together=number % 4 != 3) as connection:
            _adds(f"Company {number}")(connection)
            served.append(number)

    turn = threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as people, engines.changing():
        for number in range(AT_ONCE):
            people.submit(one, number)
            while len(queue) <= number:
                turn.wait(0.001)
    return served


def test_nobody_is_overtaken_by_who_came_later(sqlite_engines: Engines) -> None:
    assert _served(sqlite_engines) == list(range(AT_ONCE))


def test_a_lock_that_serves_the_newest_first_is_seen(sqlite_engines: Engines) -> None:
    class NewestFirst(deque[Any]):
        def append(self, waiting: Any) -> None:
            self.appendleft(waiting)

    turns: Any = sqlite_engines.writer._turns
    turns._waiting, usual = NewestFirst(), turns._waiting
    try:
        assert _served(sqlite_engines) != list(range(AT_ONCE))
    finally:
        turns._waiting = usual


def test_the_last_of_many_at_once_waits_for_the_disk_a_few_times_only(sqlite_engines: Engines) -> None:
    with _commits(sqlite_engines) as commits:
        told = _together(sqlite_engines, [_adds(f"Company {number}") for number in range(AT_ONCE)])
        assert all(f"Company {number}" in one.result() for number, one in enumerate(told))
    assert len(commits) == 1 + AT_ONCE // MOST_TOGETHER, "whoever held the file, and one for each eight"


def test_who_is_interrupted_while_waiting_leaves_the_row_and_keeps_nobody(sqlite_engines: Engines) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(number: int, frame: object) -> None:
        raise Interrupted

    def holds(held: threading.Event) -> None:
        queue: Any = sqlite_engines.writer._turns._waiting
        with sqlite_engines.changing():
            held.set()
            while not queue:
                turn.wait(0.001)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            while queue:
                turn.wait(0.001)

    turn, held = threading.Event(), threading.Event()
    usual = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with ThreadPoolExecutor(1) as people:
            holding = people.submit(holds, held)
            held.wait()
            with pytest.raises(Interrupted), sqlite_engines.changing():
                pass
            holding.result(timeout=60)
    finally:
        signal.signal(signal.SIGUSR1, usual)
    with sqlite_engines.changing() as connection:
        _adds("after")(connection)
    assert "after" in _names(sqlite_engines)
