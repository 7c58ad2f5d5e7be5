"""The deals that a question of why rests on: what was decided in a period and in the twelve months before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.periods import DAY
from salesbot.domain.rates import Rates
from salesbot.services.attainment import Measured
from salesbot.services.attainment.won import rates_of


class History:
    """The deals of a period and of the twelve months before it, as they stood at its end or as of the moment."""

    def __init__(self, measured: Measured, currency: str) -> None:
        self.measured = measured
        self.currency = currency
        self.starts_on = measured.period.starts_on
        self.ends_on = max(min(measured.period.ends_on, measured.as_of.until), self.starts_on)
        self.since = year_before(self.starts_on)
        self.last_day = max(self.ends_on - DAY, self.starts_on)

    @cached_property
    def states(self) -> dict[int, DealState]:
        """Every deal that was open at the end, or closed since a year before the period began, by number."""
        found = self.measured.book.deals.states_at(self.measured.as_of.known_at, self.ends_on, self.since)
        return {state.deal_id: state for state in found}

    @cached_property
    def decided(self) -> list[DealState]:
        """Deals won or lost since a year before the period began, refunds left out."""
        return [state for state in self.states.values() if _is_decided(state)]

    @cached_property
    def rates(self) -> Rates:
        """Exchange rates as known."""
        return rates_of(self.measured.book, self.measured.as_of.known_at)

    def before(self) -> list[DealState]:
        """What was decided in the twelve months before the period."""
        return [state for state in self.decided if state.closed_on and state.closed_on < self.starts_on]

    def within(self) -> list[DealState]:
        """What was decided in the period."""
        return [state for state in self.decided if state.closed_on and state.closed_on >= self.starts_on]

    @cached_property
    def due_before(self) -> list[DealState]:
        """Deals that were open when the period began, and due in it."""
        known_at = self.measured.as_of.known_at
        return [
            state
            for state in self.measured.book.deals.states_at(known_at, self.starts_on, self.starts_on)
            if state.outcome is Outcome.OPEN
            and state.expected_on is not None
            and self.measured.period.covers(state.expected_on)
        ]

    def part(
        self, state: DealState, scope: Scope, subject_id: int | None, day: date | None = None
    ) -> Fraction:
        """The part of a deal that is the subject's: a team's by who was in it on the close day, or on `day`."""
        if scope is Scope.COMPANY or subject_id is None:
            return Fraction(1)
        on = day or state.closed_on or self.starts_on
        theirs = (
            share.millionths
            for share in state.sharers
            if subject_id
            == (share.person_id if scope is Scope.REP else self.measured.teams.of(share.person_id, on))
        )
        return Fraction(sum(theirs), WHOLE)

    def parts(
        self, states: Iterable[DealState], scope: Scope, subject_id: int | None
    ) -> list[tuple[DealState, Fraction]]:
        """Those of the deals in which the subject has a part, with it."""
        found = ((state, self.part(state, scope, subject_id)) for state in states)
        return [(state, part) for state, part in found if part]

    def amount(self, state: DealState) -> Money | None:
        """The deal's amount in the currency, at the rate of its close day; None where there is no rate."""
        on = state.closed_on or self.ends_on
        return self.rates.convert(state.amount, self.currency, on, state.per_base)


def year_before(day: date) -> date:
    """The day twelve months before; of 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _is_decided(state: DealState) -> bool:
    return (
        state.outcome in (Outcome.WON, Outcome.LOST)
        and state.amount.minor > 0
        and state.closed_on is not None
    )
