"""The one place that chooses real parts: database, clock, renderer, messenger, and how Slack is met."""

from __future__ import annotations

import gc
from datetime import date

from salesbot.settings import Settings
from salesbot.wiring.books import Books, open_books

__all__ = ["Books", "open_books", "run", "run_playground"]


def run(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean stop, 1 if the start was refused (the message says why)."""
    gc.disable()  # a tenth of the start went into looking through what is all kept
    from salesbot.wiring import running  # a command that only reads does not wait for Slack's libraries

    _begin_collecting()
    return running.run(settings)


def run_playground(settings: Settings, *, fresh: bool = False, start: date | None = None) -> int:
    """Serve the playground, whatever credentials are set; with `fresh` begin anew, on the day `start` (today)."""
    gc.disable()
    from salesbot.wiring import running

    _begin_collecting()
    return running.run_playground(settings, fresh=fresh, start=start)


def _begin_collecting() -> None:
    """What is loaded stays: it is never looked through again."""
    gc.freeze()
    gc.enable()
