"""A deal's history: each entry with who made it, when, what it changed, why, and which entry it corrects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.people import Person
from salesbot.services.deals.crediting import reason_of
from salesbot.services.deals.disputing import DisputeSeen, disputes_of
from salesbot.services.deals.reading import deal_shown
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import all_facts, people_named
from salesbot.storage.book import Book

LINES_AT_ONCE = 12
_COMPARED = (
    "account", "rep", "amount", "stage", "reasons", "closed_on", "expected_on", "opened_on", "shares", "assists",
    "lines", "cost", "technique", "source", "campaign", "competitor", "per_base",
)  # fmt: skip
"""What is told when it changed, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of a deal, as it is told."""

    before: DealFacts | None
    """How the deal stood; None for its first entry."""
    after: DealFacts
    changed: tuple[str, ...]
    """Which fields of the deal differ, by the names of `DealFacts`; what the kind of the entry says is left out."""
    by: str | None
    """Who made the entry; None: it came by a file."""
    reason: ChangeReason | None
    corrects: int | None
    """The number of the entry that this one takes back or corrects."""
    note: str | None


@dataclass(frozen=True, slots=True)
class DealHistory:
    """A deal with its entries, the newest first."""

    deal: DealFacts
    lines: tuple[HistoryLine, ...]
    earlier: int
    """How many older entries are not among the lines."""
    disputes: tuple[DisputeSeen, ...]
    """What was disputed, and how it was answered, the oldest first."""
    refunds: tuple[DealFacts, ...] = ()
    """What was refunded of it and stands, the oldest first: deals of their own with negative amounts."""


def deal_history(
    book: Book, viewer_person: Person | None, deal_id: int, *, now: datetime, before: int | None = None
) -> DealHistory:
    """The deal's entries, those with a number below `before` (all without), twelve at once, the newest first.

    For everybody who may see the deal. Raises DealUnknown.
    """
    deal, _ = deal_shown(book, viewer_person, deal_id, now=now)
    lines = [line for line in _told(book, deal_id) if before is None or line.after.number < before]
    return DealHistory(
        deal, tuple(lines[:LINES_AT_ONCE]), max(len(lines) - LINES_AT_ONCE, 0), disputes_of(book, deal_id),
        tuple(all_facts(book, book.deals.refunds_of([deal_id]))),
    )  # fmt: skip


def history_line(book: Book, deal_id: int, number: int) -> HistoryLine:
    """One entry of a deal as it is told. Raises LookupError."""
    found = [line for line in _told(book, deal_id) if line.after.number == number]
    if not found:
        raise LookupError(f"deal {deal_id} has no entry {number}")
    return found[0]


def changes_since(book: Book, state: DealState, number: int) -> tuple[HistoryLine, ...]:
    """What was entered after the entry of that number, the newest first."""
    return tuple(line for line in _told(book, state.deal_id) if line.after.number > number)


def _told(book: Book, deal_id: int) -> list[HistoryLine]:
    """Every entry as a line, the newest first."""
    entries, notes = book.deals.entries(deal_id), book.deals.notes_of(deal_id)
    facts = all_facts(book, [entry.state for entry in entries])
    numbers = {entry.state.entry_id: entry.state.number for entry in entries}
    people = people_named(book, {e.state.recorded_by for e in entries if e.state.recorded_by is not None})
    lines = [
        HistoryLine(
            before=facts[place - 1] if place else None, after=facts[place],
            changed=_changed(facts, place),
            by=people[entry.state.recorded_by].name if entry.state.recorded_by is not None else None,
            reason=reason_of(entry), corrects=numbers.get(entry.corrects_id or 0),
            note=notes.get(entry.state.entry_id),
        )
        for place, entry in enumerate(entries)
    ]  # fmt: skip
    return lines[::-1]


def _changed(facts: Sequence[DealFacts], place: int) -> tuple[str, ...]:
    """The fields that differ from the entry before; a stage that a closed deal was in is of no interest."""
    if not place:
        return ()
    before, after = facts[place - 1], facts[place]
    differing = [name for name in _COMPARED if getattr(before, name) != getattr(after, name)]
    both_open = before.outcome is after.outcome is Outcome.OPEN
    told = [name for name in differing if name != "stage" or both_open]
    if before.outcome is not after.outcome:
        told.insert(0, "outcome")
        told = [name for name in told if name not in ("closed_on", "reasons", "per_base")]
    return tuple(told)
