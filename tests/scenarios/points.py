"""The points of a process: counted as it comes by them, and at one of them it is killed."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import slack_sdk
from sqlalchemy import event

from salesbot.storage.engines import Engines
from salesbot.storage.line import Line

_TOLD_POSTGRESQL = (
    (psycopg.Cursor, "execute"), (psycopg.Cursor, "executemany"), (Line, "_sent"), (Line, "_named_of"), (Line, "wait"),
)  # fmt: skip
"""Every statement by a cursor; each trip of a line, each statement that goes with it, and what was sent and not answered."""


@dataclass(frozen=True)
class Came:
    """What came of one process: its answer (None: none came), and whether it was killed at its point."""

    answer: str | None
    killed: bool
    points: int


class Points:
    """Counts the points, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.count, self.last, self.on = 0, last, False
        self._counting = threading.Lock()

    def __call__(self, *_: object) -> None:
        if not self.on:
            return
        with self._counting:
            self.count += 1
            if self.count == self.last:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str, *, before: bool = True) -> None:
        """Before and after each call of a method."""
        good = getattr(owner, name)

        def called(*given: Any, **more: Any) -> Any:
            if before:
                self()
            done = good(*given, **more)
            self()
            return done

        setattr(owner, name, called)

    def watch(self, engines: Engines) -> None:
        """Whatever the database is told."""
        self.around(slack_sdk.WebClient, "api_call")
        for engine in {engines.read, engines.write}:
            self.around(engine.dialect, "do_commit")
            if engines.sqlite:
                event.listen(engine, "connect", lambda raw, _record: raw.set_trace_callback(self))
        if not engines.sqlite:
            for owner, name in _TOLD_POSTGRESQL:
                self.around(owner, name)


def in_a_process(do: Callable[[Points, Callable[[str], None]], None], last: int) -> Came:
    """Do it in a process of its own, which ends at that point; 0: at none."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            points = Points(last)

            def answer(said: str) -> None:
                points()
                os.write(writing, said.encode() + b"\n")
                points()

            do(points, answer)
            os.write(writing, b"points %d\n" % points.count)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        lines = said.read().splitlines()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    assert killed or status == 0, "the process failed"
    counted = int(lines.pop().split()[1]) if not killed else last
    return Came(lines[0] if lines else None, killed, counted)
