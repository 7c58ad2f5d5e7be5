"""What a diagnosis counts: decided deals by class, rep, campaign and mix, lately and in the twelve months before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from salesbot.domain.evidence import Share

CUSTOMER = "customer"
"""The class of reasons that are the customer's own: they count against nobody."""


class Sign(StrEnum):
    """By what a class of trouble shows."""

    LOSSES = "losses"
    """Decided deals that were lost for a reason of the class."""
    DISCOUNTED = "discounted"
    """Won deals that were sold with a discount."""
    LATE = "late"
    """Delivered orders that came late."""
    ISSUES = "issues"
    """Orders with an issue."""
    UNHAPPY = "unhappy"
    """Customers who gave 6 or less of 10."""
    CAMPAIGN = "campaign"
    """Decided deals of one campaign that were won."""
    REP = "rep"
    """Decided deals of one rep that were won, against the others on the same mix."""
    FELL = "fell"
    """Decided deals of one rep that were won, against the year before and what the others did meanwhile."""


COUNTED = (Sign.DISCOUNTED, Sign.LATE, Sign.ISSUES, Sign.UNHAPPY)
"""Signs that are counted by deal or order, whoever sold it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The same counted of the period and of the twelve months before it."""

    now: Share
    before: Share


@dataclass(frozen=True, slots=True)
class Mixed:
    """Deals of the period of one rep, size, source and campaign: how many were won."""

    rep_id: int
    band: int
    """Small, middle or large: by thirds of all the amounts compared."""
    source_id: int | None
    campaign_id: int | None
    won: Share


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that a diagnosis looks at; deals lost for the customers' own reasons stand apart."""

    decided: tuple[int, int]
    """How many were decided: lately, and before."""
    lost_for: Mapping[str, tuple[int, int]]
    """How many were lost for each class: lately, and before."""
    customer: int = 0
    """Lost lately for the customers' own reasons."""
    signs: Mapping[Sign, Compared] = field(default_factory=dict)
    mix: tuple[Mixed, ...] = ()
    """Of one rep's tally the team's others are in it, to compare with."""
    reps: Mapping[int, Compared] = field(default_factory=dict)
    """How many of each rep's decided deals were won, the others among them."""
    own: frozenset[int] = frozenset()
    """The reps whose deals these are, without those who are only compared with."""

    def lost(self, lately: bool) -> int:
        """How many were lost, for whatever class."""
        return sum(counts[0 if lately else 1] for counts in self.lost_for.values())

    def losses(self, klass: str) -> Compared:
        """The part of decided deals that was lost for a class."""
        now, before = self.lost_for.get(klass, (0, 0))
        return Compared(Share(now, self.decided[0]), Share(before, self.decided[1]))

    def part_of_losses(self, klass: str) -> Compared:
        """The part of the losses that the class stands for."""
        now, before = self.lost_for.get(klass, (0, 0))
        return Compared(Share(now, self.lost(True)), Share(before, self.lost(False)))


@dataclass(frozen=True, slots=True)
class Case:
    """A decided deal as the diagnosis sees it; None: nobody knows."""

    deal_id: int
    recent: bool
    """Of the period that is asked about; else of the twelve months before."""
    won: bool
    lost_class: str | None
    rep_id: int
    band: int
    source_id: int | None = None
    campaign_id: int | None = None
    discounted: bool | None = None
    late: bool | None = None
    issue: bool | None = None
    unhappy: bool | None = None


def tallied(cases: Iterable[Case], peers: Iterable[Case] = ()) -> Tally:
    """Cases counted. `peers`: of one rep's cases, those of the others of the team, to compare with."""
    own = list(cases)
    counted = [case for case in own if case.lost_class != CUSTOMER]
    compared = [*counted, *(case for case in peers if case.lost_class != CUSTOMER)]
    lost: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case in counted:
        if not case.won:
            lost[case.lost_class or ""][0 if case.recent else 1] += 1
    recent = sum(case.recent for case in counted)
    return Tally(
        (recent, len(counted) - recent), {klass: (now, then) for klass, (now, then) in lost.items()},
        sum(case.recent and case.lost_class == CUSTOMER for case in own),
        {
            sign: compared_by((case.recent, held) for case in counted if (held := _held(case, sign)) is not None)
            for sign in COUNTED
        },
        _mix(compared),
        {
            rep: compared_by((case.recent, case.won) for case in compared if case.rep_id == rep)
            for rep in sorted({case.rep_id for case in compared})
        },
        frozenset(case.rep_id for case in own),
    )  # fmt: skip


def compared_by(held: Iterable[tuple[bool, bool]]) -> Compared:
    """Counted from pairs of (lately, whether it holds)."""
    count = Counter(held)
    now, before = (
        Share(count[lately, True], count[lately, True] + count[lately, False]) for lately in (True, False)
    )
    return Compared(now, before)


def _mix(cases: Iterable[Case]) -> tuple[Mixed, ...]:
    found: dict[tuple[int, int, int | None, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for case in cases:
        if case.recent:
            counts = found[case.rep_id, case.band, case.source_id, case.campaign_id]
            counts[0] += case.won
            counts[1] += 1
    return tuple(Mixed(*key, Share(won, n)) for key, (won, n) in found.items())


def _held(case: Case, sign: Sign) -> bool | None:
    held = {
        Sign.DISCOUNTED: case.discounted,
        Sign.LATE: case.late,
        Sign.ISSUES: case.issue,
        Sign.UNHAPPY: case.unhappy,
    }
    return held[sign]
