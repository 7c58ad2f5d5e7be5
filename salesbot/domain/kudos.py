"""Kudos: one colleague thanks another, with a reason; not oneself, and only so many a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError

LONGEST_REASON = 300
SHORTEST_REASON = 5
"""Signs. "thx" is no reason."""


class Category(StrEnum):
    """What kudos are for."""

    HELP = "help"
    TEAMWORK = "teamwork"
    CUSTOMER = "customer"
    LEARNING = "learning"
    OTHER = "other"


class KudosReasonMissing(SalesbotError):
    """Nothing says what the kudos are for: facts `typed`, `command`."""

    template = "mistakes/kudos_reason_missing"


class KudosForWhom(SalesbotError):
    """Nobody is named, or several: facts `typed`, `command`."""

    template = "mistakes/kudos_for_whom"


class KudosToOneself(SalesbotError):
    """Somebody thanks themselves."""

    template = "mistakes/kudos_to_oneself"


class KudosTooMany(SalesbotError):
    """The day's kudos are given: fact `most`."""

    template = "mistakes/kudos_too_many"


class KudosNotFor(SalesbotError):
    """The person is no colleague: gone, a guest, or of another company: fact `name`."""

    template = "mistakes/kudos_not_for"


class KudosUndoTooLate(SalesbotError):
    """The undo window is over, or they were taken back already: fact `minutes`."""

    template = "mistakes/kudos_undo_too_late"


@dataclass(frozen=True, slots=True)
class Kudos:
    """One colleague's thanks to another."""

    id: int
    giver_id: int
    person_id: int
    category: Category
    reason: str
    on_day: date
    recorded_at: datetime
    undone_at: datetime | None = None


def a_reason(typed: str) -> str | None:
    """What the kudos are for, without the word that leads to it ("for"); None where nothing is said."""
    words = typed.split()
    if words and words[0].casefold() in ("for", "because", "za", "ker", "kwa"):
        words = words[1:]
    reason = " ".join(words)[:LONGEST_REASON]
    return reason if len(reason) >= SHORTEST_REASON else None
