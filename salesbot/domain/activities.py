"""Activities: what was done with an account, by kind; only what somebody says counts, never messages or calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from salesbot.domain.misreadings import Misreading

DEFAULT_KINDS = (
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("demo", "Demo"),
    ("visit", "Visit"),
    ("quote", "Quote"),
)
"""(code, name) of a new workspace's kinds of activity."""


class KindUnknown(Misreading):
    """No kind of activity has this name: `near` and `known`."""

    template: ClassVar[str] = "mistakes/kind_unknown"


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity; `code` is what is typed."""

    id: int
    code: str
    name: str
    position: int
    retired: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """What a person did with an account on a day."""

    id: int
    person_id: int
    account_id: int
    kind_id: int
    day: date
    note: str | None
    follow_up_id: int | None
    practice: bool
    recorded_at: datetime
    recorded_by: int | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Training:
    """A training that somebody gave to others on a day."""

    id: int
    person_id: int
    day: date
    topic: str
    practice: bool
    undone_at: datetime | None


def is_called(kind: ActivityKind, name: str) -> bool:
    """Whether a goal or a person means this kind: by its word or its name, a hyphen being as good as a space."""
    wanted = name.casefold().replace("-", " ")
    return wanted in (kind.code.casefold().replace("-", " "), kind.name.casefold().replace("-", " "))


def kind_in(text: str, kinds: Iterable[ActivityKind]) -> ActivityKind | None:
    """The one kind that a text names by a word of its own ("call about renewal"); None for none, and for two."""
    words = {word.strip(".,;:!?").casefold() for word in text.split()}
    named = [kind for kind in kinds if words & {kind.code.casefold(), kind.name.casefold()}]
    return named[0] if len(named) == 1 else None
