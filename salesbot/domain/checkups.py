"""What a check of the program's surroundings finds: each thing is good, bad, or cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a checked thing stands."""

    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"
    """Nothing is broken, but something is missing or could not be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `templates/terminal/finding.xml` says for each what it means and what to do."""

    what: str
    state: State
    facts: Mapping[str, Any] = field(default_factory=dict)
