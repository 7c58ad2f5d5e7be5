"""Being told to stop: by a signal, at whatever moment it comes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM)


def told_to_stop() -> Callable[[], None]:
    """Listen for a signal to stop from now on; what is answered waits for it, also for one that came before.

    Only in the main thread. The byte is written by the interpreter the moment that the signal comes: an event set in a
    handler waits for a lock that the interrupted wait itself may hold, and a signal just before a wait would wake nobody.
    """
    asleep, awake = os.pipe()
    os.set_blocking(awake, False)
    for each in STOPS:
        signal.signal(each, _noticed)
    signal.set_wakeup_fd(awake, warn_on_full_buffer=False)

    def wait() -> None:
        while os.read(asleep, 1)[0] not in STOPS:
            pass

    return wait


def _noticed(_signal: int, _frame: FrameType | None) -> None:
    """The signal neither ends the process nor does anything else."""
