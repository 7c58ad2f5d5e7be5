"""The C library's part in what a bot holds: how many pools it takes from, and what it gives back to the machine.

Where there is no such C library (another system than Linux, musl) nothing is settled, and nothing is lost by that.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

_POOLS_AT_MOST, _POOLS = -8, 2
"""Left alone, it begins a pool for each of some twenty threads: what one has freed is then of no use to the others."""
_APART_FROM, _LARGE = -3, 128 * 1024
"""What is at least so large comes from the machine and goes back to it. Left alone, the limit rises with the first large
piece that is freed, and from then on large ones, as a list of a month's deals, leave holes in the pools."""


def few_pools() -> bool:
    """Let all threads take memory from the same two pools, and what is large from none; before any of them begins.

    Whether that could be settled.
    """
    return bool(_asked("mallopt", _POOLS_AT_MOST, _POOLS) and _asked("mallopt", _APART_FROM, _LARGE))


def give_back() -> None:
    """What was needed and nobody holds any more goes back to the machine."""
    _asked("malloc_trim", 0)


def _asked(name: str, *values: int) -> Any:
    known: Callable[..., Any] | None = (
        getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    )
    return known(*values) if known is not None else 0
