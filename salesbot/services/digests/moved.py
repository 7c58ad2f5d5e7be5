"""What moved a forecast between two moments: both sides made of the same credit and open deals as the forecast itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from salesbot.domain.as_of import morning_of
from salesbot.domain.causes import DealPart
from salesbot.domain.changes import Changes, what_changed
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import Period
from salesbot.once import once
from salesbot.services.attainment import Measured
from salesbot.services.deals_as_of import DividedDeals, Part

_Key = tuple[int, int]
"""The deal's number and the person's."""


def moved(
    earlier: DividedDeals, parts: DividedDeals, scope: Scope, subject_id: int | None, period: Period
) -> Changes:
    """Every deal that moved the forecast of a person, a team or the company between two moments, by cause and effect."""
    then, now = (
        _Side(each, scope, subject_id, period, before)
        for each, before in ((earlier, _recorded(earlier)), (parts, None))
    )
    keys = then.keys | now.keys
    then.know(now)
    now.know(then)
    return what_changed(
        then.told(keys), now.told(keys), period, earlier.as_of.day, parts.as_of.day, parts.currency
    )


def _recorded(earlier: DividedDeals) -> DividedDeals:
    """The same days as recorded by the first instant that does not count, whatever has been recorded since.

    An entry about a month closed for pay is dated back, and its credit counts on the day on which it was made. So
    where there was no digest before, the days alone would tell the deal as it stands now on both sides, and nothing of
    what was done to it.
    """
    as_of, book = earlier.as_of, earlier.book
    known_at = min(as_of.known_at, morning_of(as_of.until, book.workspace.zone))
    before, currency = replace(as_of, known_at=known_at), earlier.currency
    return book.worked_out((DividedDeals, before, currency), lambda: DividedDeals(book, before, currency))


@dataclass(frozen=True)
class _Side:
    """What counts for somebody at one of the two moments."""

    parts: DividedDeals
    scope: Scope
    subject_id: int | None
    period: Period
    recorded: DividedDeals | None
    """Where a deal that had ended is told from, if more or less of it counts at the other moment."""
    moved: set[int] = field(default_factory=set)
    """The deals of which more or less counts at the other moment."""

    @once
    def mine(self) -> dict[_Key, Part]:
        """The parts that stand with them."""
        return {part.key: part for part in self.parts.of(self.scope, self.subject_id)}

    @once
    def won(self) -> dict[_Key, int]:
        """What is credited to them on days of the period: the rows of which their attainment is the sum."""
        measured = Measured.shared(self.parts.book, self.period, self.parts.as_of)
        sums: dict[_Key, int] = defaultdict(int)
        for row in measured.credited.to(self.scope, self.subject_id, self.parts.currency):
            if row.deal_id is not None:
                sums[row.deal_id, row.person_id] += row.amount.minor
        return {key: minor for key, minor in sums.items() if minor}

    @property
    def keys(self) -> frozenset[_Key]:
        """The parts that stand with them, or of which anything counts for them."""
        return frozenset(self.mine) | frozenset(self.won)

    def know(self, other: _Side) -> None:
        """Ask how those deals stood here of which more or less counts there, or that have come or gone."""
        moved = {key for key, _ in self.won.items() ^ other.won.items()}
        came = (part.state for key, part in other.mine.items() if key not in self.mine)
        self.parts.look_up(
            {state.deal_id for state in came if state.number > 1} | {deal_id for deal_id, _ in moved},
            {deal_id for deal_id, _ in moved & self.won.keys()},
        )
        self.moved.update(deal_id for deal_id, _ in moved)

    def told(self, keys: Collection[_Key]) -> Iterable[DealPart]:
        """How the deals of these parts stood."""
        for key in sorted(keys):
            state = self.parts.state(key[0])
            if state is not None:
                yield self._told(*self._as_recorded(state), key)
            elif key in self.won:
                yield self._settled(key)

    def _settled(self, key: _Key) -> DealPart:
        """A deal that ended long ago and counts as it did: it is in the sums, and nobody is told of it."""
        won = self.won[key]
        return DealPart(*key, "", Outcome.WON, Money(won, self.parts.currency), won=won, theirs=False)

    def _as_recorded(self, state: DealState) -> tuple[DividedDeals, DealState]:
        """From where the deal is told: an open one weighs in the forecast as these days tell it."""
        number, recorded = state.deal_id, self.recorded
        if recorded is None or number not in self.moved or state.outcome is Outcome.OPEN:
            return self.parts, state
        recorded.look_up([number], [])
        before = recorded.state(number)
        return (self.parts, state) if before is None or before.outcome is Outcome.OPEN else (recorded, before)

    def _told(self, parts: DividedDeals, state: DealState, key: _Key) -> DealPart:
        part = parts.of_deal(*key)
        amount = part.amount if part is not None else Money(0, parts.currency)
        return DealPart(
            deal_id=key[0], person_id=key[1], account=parts.account(state), outcome=state.outcome,
            amount=amount if amount is not None else state.amount, won=self.won.get(key, 0),
            percent=parts.percent(state), expected_on=state.expected_on, closed_on=state.closed_on,
            millionths=part.millionths if part is not None else 0, entered=state.amount,
            reason=parts.reasons.get(state.reason_id or 0), theirs=key in self.mine, rated=amount is not None,
        )  # fmt: skip
