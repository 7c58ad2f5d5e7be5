"""That a request was received, said before its answer: for what only reads and takes longer than Slack waits."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Receipt:
    """The ack of one request, which may be given early, once, and not after the answer began to be given."""

    def __init__(self, ack: Callable[[], object]) -> None:
        self._ack, self._lock = ack, Lock()
        self._given = self._closed = False

    def give(self) -> None:
        """Tell Slack that the request was received; what is answered then goes by response_url."""
        with self._lock:
            if not (self._given or self._closed):
                self._ack()
                self._given = True

    def close(self) -> bool:
        """The answer is given now: from here on no receipt is. Whether one was."""
        with self._lock:
            self._closed = True
            return self._given
