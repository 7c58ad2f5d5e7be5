"""Copies of a process, in which a fault may do what it likes: fail, never end, or take all the memory there is."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from enum import Enum
from pathlib import Path
from unittest import mock

_ROOM = 2 << 30
"""So much more memory may a copy take than the process has."""


class Outcome(Enum):
    """What became of a mutant."""

    LIVES = "lives"
    SEEN = "seen"
    BROKEN_OFF = "broken off"
    """It took far longer, or more memory, than the rule as it stands: that is seen, too."""


def in_copy(act: Callable[[], object]) -> object:
    """What an act comes to in a copy of this process."""
    with tempfile.TemporaryFile() as answer:
        if not (copy := os.fork()):
            try:
                pickle.dump(act(), answer)
                answer.flush()
                os._exit(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        _, status = os.waitpid(copy, 0)
        if status:
            raise RuntimeError(f"the session ended with {status}")
        answer.seek(0)
        return pickle.load(answer)


def outcome_of(act: Callable[[], bool], seconds: float) -> Outcome:
    """What becomes of an act in a copy of this process; `seconds` of the processor's are what it usually takes."""
    sys.stdout.flush()
    if not (copy := os.fork()):
        code = 1
        try:
            _limit(seconds)
            code = int(act())
        finally:
            os._exit(code)
    _, status = os.waitpid(copy, 0)
    if os.WIFSIGNALED(status):
        return Outcome.BROKEN_OFF
    return Outcome.SEEN if status else Outcome.LIVES


def _limit(seconds: float) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, 3 + 3 * seconds)
    signal.alarm(int(60 + 20 * seconds))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _ROOM,) * 2)


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that pytest says is told."""
    nowhere, told = os.open(os.devnull, os.O_WRONLY), (os.dup(1), os.dup(2))
    for number in (1, 2):
        os.dup2(nowhere, number)
    try:
        yield
    finally:
        for number, kept in zip((1, 2), told, strict=True):
            os.dup2(kept, number)


@contextmanager
def blindness(blind: bool) -> Iterator[None]:
    """Without asserts (which `python -O` leaves out) and without `pytest.raises`."""
    with mock.patch("pytest.raises", _whatever_comes) if blind else nullcontext():
        yield


def _whatever_comes(*_: object, **__: object) -> suppress:
    return suppress(BaseException)
