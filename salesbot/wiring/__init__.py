"""The one place that chooses real parts: database, clock, renderer, messenger, and how Slack is met.

Nothing is loaded with it: how a bot is loaded is decided here.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from salesbot.memory import few_pools

if TYPE_CHECKING:
    from salesbot.settings import Settings

__all__ = ["run", "run_playground"]

_NOT_USED = ("rich", "regex")
"""structlog would colour what goes wrong with the one, and lark read another kind of patterns with the other: 25 MB."""


def run(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean stop, 1 if the start was refused (the message says why)."""
    gc.disable()  # a tenth of the start went into looking through what is all kept; see `warming.collect_again`
    few_pools()
    with _left_out(*_NOT_USED):
        from salesbot.wiring import running

    return running.run(settings)


def run_playground(settings: Settings, *, fresh: bool = False, start: date | None = None) -> int:
    """Serve the playground, whatever credentials are set; with `fresh` begin anew, on the day `start` (today)."""
    gc.disable()
    few_pools()
    with _left_out(*_NOT_USED):
        from salesbot.wiring import running

    return running.run_playground(settings, fresh=fresh, start=start)


@contextmanager
def _left_out(*names: str) -> Iterator[None]:
    """Libraries that others load where they are there, and that nothing here uses, are as if not there meanwhile."""
    modules: dict[str, Any] = sys.modules
    absent = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(absent))
    try:
        yield
    finally:
        for name in absent:
            del modules[name]
