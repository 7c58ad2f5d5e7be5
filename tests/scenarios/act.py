"""A single act: what was prepared for it and what is delivered, so that it can be delivered again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.cast import Cast
from tests.slack.asked import Bot, Said

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """What is prepared (in books that every try begins with), and what is delivered."""

    name: str
    prepare: Callable[[Bot, Cast], Given]
    deliver: Callable[[Bot, Given], Said] | None
    """None: nothing is asked, the bot speaks by itself."""
    speaks_after: float = 0.0
    """So many hours later it speaks."""
