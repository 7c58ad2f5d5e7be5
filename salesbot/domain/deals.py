"""A deal: what is known of it, what a rep typed of it, and the words its fields may take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.money import WHOLE, Money, allocate


class Outcome(StrEnum):
    """How a deal stands: still open, won, lost, or withdrawn (as if it had never been logged)."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Technique(StrEnum):
    """The selling technique that carried a deal."""

    PERSONALISED = "personalised"
    RELATIONSHIP = "relationship"
    VALUE = "value"
    CONSULTATIVE = "consultative"
    REFERRAL = "referral"


class EntryKind(StrEnum):
    """What happened to a deal; each is one entry of the ledger."""

    LOGGED = "logged"
    IMPORTED = "imported"
    MOVED = "moved"
    WON = "won"
    LOST = "lost"
    EDITED = "edited"
    REOPENED = "reopened"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    HANDED_OVER = "handed_over"


REASON_CLASSES = ("product", "price", "delivery", "service", "support", "marketing", "customer", "other")
"""The classes under which every lost reason stands, in the order in which trouble is looked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part in a deal, in millionths of it. An assist stands beside the shares and has none."""

    person_id: int
    millionths: int
    assist: bool = False


def even_shares(people: list[int]) -> tuple[Share, ...]:
    """The deal divided evenly, in the people's order; the millionths left over go to the first."""
    parts = allocate(WHOLE, [1] * len(people))
    return tuple(Share(person, part) for person, part in zip(people, parts, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one product in a deal."""

    product: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class DealDraft:
    """What a rep said of a deal, read but not yet stored.

    People are Slack's user ids, as typed; names of stages, reasons, products and the like are those of the
    workspace. `None` means: not said.
    """

    account: str
    amount: Money | None = None
    outcome: Outcome = Outcome.OPEN
    stage_id: int | None = None
    reason_id: int | None = None
    opened_on: date | None = None
    expected_on: date | None = None
    closed_on: date | None = None
    rep: str | None = None
    sharers: tuple[tuple[str | None, int], ...] = ()
    """Who shares the credit: (Slack id, or None for the sender; millionths). Empty: all the rep's."""
    assists: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    technique: Technique | None = None
    source: str | None = None
    campaign: str | None = None
    competitor: str | None = None
    note: str | None = None
