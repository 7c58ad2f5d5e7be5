"""One writer at a time on a SQLite file, in the order in which they came; changes that wait together share one commit.

A commit at `synchronous=FULL` waits for the disk. Where several short changes wait for their turn, they are made one after
another inside one transaction, each behind a savepoint of its own, and nobody goes on before that transaction is committed:
so what was acknowledged is on the disk, a change that fails takes back its own rows only, and the disk is waited for once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock
from typing import Any

import structlog
from sqlalchemy import Connection, Engine

_log = structlog.get_logger(__name__)

MOST_TOGETHER = 8
"""Changes that share a commit; the first of them waits for the last."""


class Turns:
    """A lock that is handed on in the order in which it was asked for, so that nobody waits longer than who came later."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[tuple[Lock, bool]] = deque()

    @contextmanager
    def turn(self, *, together: bool = False) -> Iterator[None]:
        """Nobody else has the turn meanwhile; `together`: who comes next may learn that this one shares its commit."""
        with self._guard:
            mine = None if not self._taken else Lock()
            self._taken = True
            if mine is not None:
                mine.acquire()
                self._waiting.append((mine, together))
        try:
            if mine is not None:
                mine.acquire()  # handed over by who goes before
            yield
        finally:
            self._hand_on(mine)

    def _hand_on(self, mine: Lock | None) -> None:
        """To who waits longest; whoever was interrupted while still waiting only leaves the row."""
        with self._guard:
            if mine is not None and (still := [one for one in self._waiting if one[0] is mine]):
                self._waiting.remove(still[0])
            elif self._waiting:
                self._waiting.popleft()[0].release()
            else:
                self._taken = False

    def next_shares(self) -> bool:
        """Whether somebody waits, and the next of them would share a commit."""
        with self._guard:
            return bool(self._waiting) and self._waiting[0][1]


class Writer:
    """The door through which a SQLite file is changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = Turns()
        self._open: _Shared | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes anything meanwhile."""
        with self._turns.turn():
            yield

    @contextmanager
    def change(self, *, together: bool) -> Iterator[Connection]:
        """A transaction that may change things: committed at the end, rolled back on any error.

        `together`: a short change, which may share its commit with others; after it, it is on the disk all the same.
        """
        if not together:
            with self.alone(), self._engine.begin() as connection:
                yield connection
            return
        with self._turns.turn(together=True):
            shared = self._open = self._open or _Shared(self._engine)
            try:
                with shared.step():
                    yield shared.connection
            finally:
                if shared.over or not self._turns.next_shares():
                    self._open = None
                    shared.end()
        shared.wait()


class _Shared:
    """A transaction in which several changes are made one after another."""

    def __init__(self, engine: Engine) -> None:
        self.connection = engine.connect()
        try:
            self._transaction = self.connection.begin()
        except BaseException:
            self.connection.close()
            raise
        self._raw: Any = self.connection.connection.dbapi_connection
        self._made = 0
        self._ended = Event()
        self._failed: BaseException | None = None

    @property
    def over(self) -> bool:
        """Whether nobody else may come in: it is full, or nothing in it stands any more."""
        return self._made in (0, MOST_TOGETHER) or self._failed is not None

    @contextmanager
    def step(self) -> Iterator[None]:
        """One change: what fails is taken back, and what the others did stands."""
        if self._made:
            self._raw.execute("SAVEPOINT one_change")
        try:
            yield
        except BaseException as failed:
            self._take_back(failed)
            raise
        if self._made:
            self._raw.execute("RELEASE one_change")
        self._made += 1

    def _take_back(self, failed: BaseException) -> None:
        if not self._made:
            return  # the whole transaction is nothing but this
        if not self._raw.in_transaction:
            self._failed = failed  # SQLite took everything back by itself, as on a full disk
            return
        self._raw.execute("ROLLBACK TO one_change")
        self._raw.execute("RELEASE one_change")

    def end(self) -> None:
        """Commit what was made, and tell who waits for it. Raises nothing: `wait` does."""
        try:
            if self._failed is None and self._made:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except BaseException as failed:
            self._failed = self._failed or failed
            with suppress(Exception):
                self._transaction.rollback()  # or the connection goes back to the pool in the middle of it
        finally:
            self._give_back()

    def _give_back(self) -> None:
        try:
            self.connection.close()
        except Exception as failed:
            _log.error("connection_not_given_back", exc_info=failed)
        finally:
            self._ended.set()

    def wait(self) -> None:
        """Until it is committed. Raises what kept it from that: then nothing of it stands."""
        self._ended.wait()
        if self._failed is not None:
            raise self._failed
