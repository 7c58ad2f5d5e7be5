"""Places: so many at once do a thing, in the order in which they came, and nobody waits for a place too long.

More than a few threads of one process do no more together: they hand the interpreter to one another and wait for the same
rows. Who has waited long goes on without a place, so that those who wait for something else hold nobody up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Places:
    """So many places, handed on in the order in which they were asked for."""

    def __init__(self, several: int, patience: float) -> None:
        self._guard = Lock()
        self._free = several
        self._patience = patience
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Have a place meanwhile, or have waited long for one."""
        has_one = self._waited_for()
        try:
            yield
        finally:
            if has_one:
                self._hand_on()

    def _waited_for(self) -> bool:
        """Whether there is a place now; False where it took too long."""
        mine = self._asked_for()
        if mine is None:
            return True
        try:
            mine.acquire(timeout=self._patience)
        except BaseException:
            if not self._left(mine):
                self._hand_on()
            raise
        return not self._left(mine)

    def _asked_for(self) -> Lock | None:
        """None where a place was free."""
        with self._guard:
            if self._free:
                self._free -= 1
                return None
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
            return mine

    def _left(self, mine: Lock) -> bool:
        """Leave the row without a place; False where one was handed over."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
            return False

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
