"""Who stands where in a contest: best first, equals by the contest's tie rule, whatever the order of entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256

from salesbot.domain.contests.rules import Ties


@dataclass(frozen=True, slots=True)
class Entry:
    """What one side brings to a contest."""

    side: int
    """A person's or team's number."""
    value: Fraction | None
    """Exact; None: there is nothing to go by (no goal, too few values)."""
    reached_on: date | None = None
    """The first day on whose evening it stood at its last value or above; None where nothing was won."""
    deals: int = 0
    """Won in the contest's days, in millionths."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One side's place. Equals that no rule parts share one: 1, 1, 3."""

    place: int | None
    entry: Entry
    shares: bool = False
    """Whether another has the same place."""


Merit = tuple[bool, Fraction, date, int]


def merit(entry: Entry, ties: Ties, lower_is_better: bool = False) -> Merit:
    """What a side is sorted by, the best least: its value, then what the tie rule says."""
    value = entry.value if entry.value is not None else Fraction(0)
    size = value if lower_is_better else -value
    first = (entry.reached_on or date.max) if ties is Ties.FIRST else date.max
    return entry.value is None, size, first, -entry.deals if ties is Ties.DEALS else 0


def standing(entries: Iterable[Entry], ties: Ties, *, lower_is_better: bool = False) -> tuple[Placed, ...]:
    """Every side's place, best first; sides without a value come last and have none.

    The answer does not depend on the order of `entries`: who shares a place is listed by a lot of the side's number.
    """
    rows = sorted(
        ((merit(entry, ties, lower_is_better), lot(entry.side), entry) for entry in entries),
        key=lambda row: row[:2],
    )
    merits = [row[0] for row in rows]
    return tuple(
        Placed(
            merits.index(own) + 1 if entry.value is not None else None,
            entry,
            entry.value is not None and merits.count(own) > 1,
        )
        for own, _, entry in rows
    )


def lot(side: int) -> tuple[bytes, int]:
    """A lot that is always the same for the same side and favours nobody: no alphabet, no order of joining."""
    return sha256(f"side:{side}".encode()).digest(), side
