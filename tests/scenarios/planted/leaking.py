"""A bot with a planted fault: what it does leaves something behind, by the kind that is named. The soak has to see each.

leaking.py memory|slowly|threads|files|log
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from salesbot.settings import load_settings
from salesbot.slack.receiving import Answered, WebReceiver
from salesbot.storage.engines import file_of
from salesbot.wiring import run

_whole = WebReceiver.answer
_left: list[Any] = []
_numbers = itertools.count()


def _memory(number: int) -> None:
    _left.append(os.urandom(32_000))


def _slowly(number: int) -> None:
    _left.append(os.urandom(2_000))


def _threads(number: int) -> None:
    if number % 50 == 0:
        threading.Thread(target=threading.Event().wait, daemon=True).start()


def _files(number: int) -> None:
    if number % 50 == 0:
        _left.append(open(os.devnull))  # noqa: SIM115 - that is the fault


def _log(number: int) -> None:
    """A reader that never ends its view: nothing behind it can be moved out of the log."""
    if number:
        return
    reader = sqlite3.connect(str(file_of(os.environ["DATABASE_URL"])), check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM deal").fetchone()
    _left.append(reader)


_KINDS: dict[str, Callable[[int], None]] = {
    "memory": _memory, "slowly": _slowly, "threads": _threads, "files": _files, "log": _log,
}  # fmt: skip
_leak = _KINDS[sys.argv[1]]


def _leave(self: WebReceiver, body: str, query: str, headers: Mapping[str, str]) -> Answered:
    _leak(next(_numbers))
    return _whole(self, body, query, headers)


WebReceiver.answer = _leave  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(run(load_settings()))
