"""One view of a company's books for all the messages of a morning that were claimed together.

A view serves only messages that were claimed before it was opened, so that none is told from older books than its own
claim; and it is closed as soon as none of them is left.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from salesbot.runtime import Runtime
from salesbot.storage.book import Book


@dataclass
class _View:
    """A company's open view; one message at a time is made from it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    opened: float = 0.0
    door: AbstractContextManager[Book] | None = None
    book: Book | None = None

    def open(self, door: AbstractContextManager[Book]) -> None:
        self.close()
        self.opened = time.monotonic()
        self.door, self.book = door, door.__enter__()

    def close(self) -> None:
        door, self.door, self.book = self.door, None, None
        if door is not None:
            door.__exit__(None, None, None)


class Readings:
    """The views that are open just now, one a company."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._views: dict[int, _View] = defaultdict(_View)
        self._lock = threading.Lock()

    @contextmanager
    def shared(self, workspace_id: int, claimed: float) -> Iterator[Book]:
        """A view that was opened after `claimed` (`time.monotonic()`), the same for all who are served meanwhile."""
        view = self._view(workspace_id)
        with view.lock:
            if view.book is None or view.opened < claimed:
                view.open(self.runtime.reading(workspace_id))
            assert view.book is not None
            try:
                yield view.book
            except BaseException:
                # What failed in a view may fail in it again.
                view.close()
                raise

    def close(self, workspace_id: int) -> None:
        """Close the company's view: nobody is to be told from it any more."""
        view = self._view(workspace_id)
        with view.lock:
            view.close()

    def _view(self, workspace_id: int) -> _View:
        with self._lock:
            return self._views[workspace_id]
