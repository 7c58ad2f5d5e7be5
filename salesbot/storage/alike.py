"""What many rows have alike is one object for all of them: the deals of a month are kept, and most days are the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096, typed=True)
def alike(value: Any) -> Any:
    """An equal value that was met before, in whatever row: a day, an amount of nothing, who has the whole of a deal."""
    return value
