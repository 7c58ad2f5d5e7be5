"""Why somebody stands where they stand: the gap bridge of a rep, a team or the company, for who may see the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.bridges import Bridge, Cause
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Person
from salesbot.domain.rounding import in_whole_unit, in_whole_units
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.why.bridging import bridge_of
from salesbot.services.why.history import History
from salesbot.services.why.troubles import Looked, looked_at
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """One cause as it is told, in whole units that add up to the gap that is told."""

    cause: Cause
    amount: Money


@dataclass(frozen=True, slots=True)
class WhyShown:
    """Why a subject won more or less than its goal, or than was expected by now while the period runs."""

    subject: Subject
    name: str
    own: bool
    row: Attainment
    by_now: bool
    """Whether it is measured against what was expected by now."""
    bridge: Bridge | None
    """None: there is no goal, or nothing is expected yet."""
    lines: tuple[BridgeLine, ...]
    """The three that share the rest, and those of the others that moved something."""
    gap: Money | None
    """Won − goal (or − expected) in whole units."""
    slipped: int
    """How many deals slipped."""
    looked: Looked
    """Where the trouble is."""

    @property
    def size(self) -> Money | None:
        """The average won deal; None where nothing was won."""
        if self.bridge is None or not self.bridge.decided.won:
            return None
        exact = self.bridge.decided.amount / self.bridge.decided.won
        return Money(round_half_even(exact), self.bridge.goal.currency)

    @property
    def begins(self) -> Money:
        """From where the causes lead to `ends`, to the whole unit: the goal, or what was expected by now."""
        assert self.gap is not None
        return self.ends - self.gap

    @property
    def ends(self) -> Money:
        """What was won, in whole units."""
        assert self.bridge is not None
        return _whole(self.bridge.won)

    @property
    def planned_size(self) -> Money:
        """The size of a deal that it is measured by."""
        assert self.bridge is not None
        return Money(round_half_even(self.bridge.rates.size), self.bridge.goal.currency)


def why_shown(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> WhyShown:
    """Why the subject stands where it stands, live. Raises NotAllowed for who may not see its figures."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    measured = Measured(book, subject.period, AsOf(day, live=True, known_at=now))
    row = measured.main_row(subject.scope, subject.subject_id)
    assert isinstance(row.won, Money)
    history = History(measured, row.won.currency)
    by_now = not subject.period.over(day)
    found = bridge_of(history, subject.scope, subject.subject_id, row, by_now=by_now)
    return WhyShown(
        subject=subject, name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id, row=row,
        by_now=by_now, bridge=found, lines=_lines(found) if found else (),
        gap=_whole(found.gap) if found else None,
        slipped=len(history.slipped(subject.scope, subject.subject_id)),
        looked=looked_at(history, subject.scope, subject.subject_id, viewer),
    )  # fmt: skip


def _lines(found: Bridge) -> tuple[BridgeLine, ...]:
    amounts = in_whole_units([amount for _, amount in found.causes])
    told = [
        BridgeLine(cause, amount)
        for (cause, _), amount in zip(found.causes, amounts, strict=True)
        if isinstance(amount, Money)
    ]
    return tuple(line for line in told if line.amount.minor or line.cause in _ALWAYS)


_ALWAYS = (Cause.OPPORTUNITIES, Cause.WIN_RATE, Cause.SIZE)


def _whole(amount: Money) -> Money:
    whole = in_whole_unit(amount)
    assert isinstance(whole, Money)
    return whole
