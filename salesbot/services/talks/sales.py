"""What people decided, sized and did in spans of days: the figures of a talk, and of what came of an action."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.effects import Sample
from salesbot.domain.evidence import Share
from salesbot.domain.rates import Rates
from salesbot.once import once
from salesbot.services.attainment import Teams
from salesbot.services.attainment.converting import rates_of
from salesbot.storage.book import Book

YEAR = timedelta(days=365)


class Sales:
    """The deals decided since a day, each counted whole for its rep; spans are half-open."""

    def __init__(self, book: Book, since: date, until: date, known_at: datetime) -> None:
        self.book = book
        self.since = since
        self.until = until
        self.known_at = known_at
        self.currency = book.workspace.counts_in

    @once
    def teams(self) -> Teams:
        """Who was in which team on which day."""
        return Teams(self.book.people.assignments(self.known_at))

    def others_of(self, person_id: int, day: date) -> frozenset[int]:
        """Who was in the person's team on that day, without the person; nobody where there is no team."""
        team = self.teams.of(person_id, day)
        return frozenset() if team is None else self.teams.members(team, day) - {person_id}

    def won_of_decided(self, people: Collection[int], start: date, end: date) -> Share:
        """How many of the deals decided in the span were won."""
        decided = self._decided(people, start, end)
        return Share(sum(state.outcome is Outcome.WON for state in decided), len(decided))

    def sizes(self, people: Collection[int], start: date, end: date) -> Sample:
        """The amounts of the deals won in the span, in minor units of the workspace's currency."""
        amounts = (
            self._rates.convert(state.amount, self.currency, state.closed_on or start, state.per_base)
            for state in self._won(people, start, end)
        )
        return Sample.of(float(amount.minor) for amount in amounts if amount is not None)

    def cycles(self, people: Collection[int], start: date, end: date) -> Sample:
        """Days from opening to winning, of the deals won in the span whose opening day is known."""
        return Sample.of(
            float((state.closed_on - state.opened_on).days)
            for state in self._won(people, start, end)
            if state.closed_on is not None and state.opened_on is not None
        )

    def wins(self, people: Collection[int], start: date, end: date) -> int:
        """How many deals were won in the span."""
        return len(self._won(people, start, end))

    def activities(self, people: Collection[int], start: date, end: date) -> int:
        """How many activities were recorded in the span."""
        rows = self.book.activities.counted(start, end, self.known_at)
        return sum(count for person_id, _, _, count in rows if person_id in people)

    @once
    def _rates(self) -> Rates:
        return rates_of(self.book, self.known_at)

    @once
    def _by_rep(self) -> dict[int, list[DealState]]:
        found: dict[int, list[DealState]] = {}
        for state in self.book.deals.states_at(self.known_at, self.until, self.since):
            if state.outcome in (Outcome.WON, Outcome.LOST) and state.amount.minor > 0:
                found.setdefault(state.rep_id, []).append(state)
        return found

    def _decided(self, people: Iterable[int], start: date, end: date) -> list[DealState]:
        return [
            state
            for person_id in people
            for state in self._by_rep.get(person_id, ())
            if state.closed_on is not None and start <= state.closed_on < end
        ]

    def _won(self, people: Iterable[int], start: date, end: date) -> list[DealState]:
        return [state for state in self._decided(people, start, end) if state.outcome is Outcome.WON]
