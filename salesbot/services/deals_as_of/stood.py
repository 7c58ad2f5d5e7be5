"""Every deal as it stood at a moment, from the ledger alone: who has a share in it, since when it is in its stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from salesbot.analysis.pipeline import StageMove, stage_visits
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.periods import month_of, previous
from salesbot.once import once
from salesbot.storage.book import Book
from salesbot.storage.keeping import Told

_AT_ONCE = 500
"""So many deals are named in one question."""


@dataclass(frozen=True)
class _Company:
    """The ledger of the whole company as of a moment: the same for everybody who is told of that moment."""

    by_deal: Mapping[int, DealState]
    """Every deal that stood open or ended in this month or the one before, by number, in their order."""
    of_person: Mapping[int, tuple[DealState, ...]]
    """Those in which somebody has a share or an assist."""

    def __len__(self) -> int:
        return len(self.by_deal)

    def with_anew(self, touched: Collection[int], states: Iterable[DealState]) -> _Company:
        """The same, but for the deals that were touched: these are how they stand now, where they still stand here."""
        anew = {state.deal_id: state for state in states}
        gone = {deal_id: self.by_deal[deal_id] for deal_id in touched if deal_id in self.by_deal}
        by_deal = {**self.by_deal, **anew}
        for deal_id in gone.keys() - anew.keys():
            del by_deal[deal_id]
        more = anew.keys() - gone.keys()
        if more and min(more) < max(self.by_deal, default=0):
            by_deal = {deal_id: by_deal[deal_id] for deal_id in sorted(by_deal)}
        of_person = dict(self.of_person)
        for person_id in {*_people(gone.values()), *_people(anew.values())}:
            stay = (state for state in self.of_person.get(person_id, ()) if state.deal_id not in gone)
            come = (state for state in anew.values() if person_id in _people([state]))
            of_person[person_id] = tuple(sorted((*stay, *come), key=attrgetter("deal_id")))
        return _Company(by_deal, of_person)


def _company_of(states: Iterable[DealState]) -> _Company:
    by_deal = {state.deal_id: state for state in states}
    of_person: dict[int, list[DealState]] = defaultdict(list)
    for state in by_deal.values():
        for person_id in _people([state]):
            of_person[person_id].append(state)
    return _Company(by_deal, {person_id: tuple(theirs) for person_id, theirs in of_person.items()})


def _people(states: Iterable[DealState]) -> set[int]:
    return {share.person_id for state in states for share in state.shares}


class Stood:
    """Every deal as it stood as of a moment."""

    def __init__(self, book: Book, as_of: AsOf) -> None:
        self.book = book
        self.as_of = as_of
        self._older: dict[int, DealState | None] = {}

    @property
    def states(self) -> Iterable[DealState]:
        """Every deal that stood open or ended in this month or the one before.

        Practice deals count as they do in every figure, until they are set aside.
        """
        return self._company.by_deal.values()

    def states_of(self, person_id: int) -> tuple[DealState, ...]:
        """Those of the deals in which somebody has a share or an assist."""
        return self._company.of_person.get(person_id, ())

    def state(self, deal_id: int) -> DealState | None:
        """How one of the deals stood, or of those that were looked up; None if it is none of them."""
        return self._company.by_deal.get(deal_id) or self._older.get(deal_id)

    def look_up(self, deal_ids: Iterable[int], credited: Iterable[int]) -> None:
        """Ask how these deals stood, also where they had ended longer ago.

        `credited`: those of which something counts. They are known by what was recorded, on whatever day.
        """
        self._ask({*deal_ids, *credited}, self.as_of.until)
        self._ask(credited, None)

    @once
    def came(self) -> Mapping[int, date]:
        """The day on which each open deal came to the stage in which it stands, from its whole history."""
        return self._kept("came", self._came)

    @once
    def won_stays(self) -> tuple[tuple[int, int, int], ...]:
        """(stage, days, deals): how long won deals stayed in each stage, from the whole history."""
        return self.book.deals.won_stays(self.as_of.known_at, self.as_of.until)

    @once
    def _company(self) -> _Company:
        return self._kept("company", lambda: _company_of(self._read()), self._followed)

    def _kept(
        self, what: str, ask: Callable[[], Told], follow: Callable[[Told, list[int]], Told] | None = None
    ) -> Told:
        """What the ledger alone tells as of this moment: read once for everybody who is told of it."""
        return self.book.deals.kept((what, self._since), self.as_of.known_at, ask, self.as_of.until, follow)

    def _read(self, deal_ids: Collection[int] | None = None) -> list[DealState]:
        return self.book.deals.states_at(self.as_of.known_at, self.as_of.until, self._since, deal_ids)

    def _followed(self, company: _Company, touched: list[int]) -> _Company:
        return company.with_anew(touched, self._read(touched))

    def _ask(self, deal_ids: Iterable[int], before: date | None) -> None:
        known = self._company.by_deal
        asked = sorted({number for number in deal_ids if number not in known and not self._older.get(number)})
        if before is not None:
            asked = [number for number in asked if number not in self._older]
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            found = self.book.deals.states_at(self.as_of.known_at, before, deal_ids=some)
            self._older |= dict.fromkeys(some) | {state.deal_id: state for state in found}

    def _came(self) -> dict[int, date]:
        still_open = {state.deal_id for state in self.states if state.outcome is Outcome.OPEN}
        moves = self.book.deals.moves(self.as_of.known_at, self.as_of.until, still_open)
        visits = stage_visits(StageMove(*entry) for entry in moves)
        return {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}

    @property
    def _since(self) -> date:
        return previous(month_of(self.as_of.day)).starts_on
