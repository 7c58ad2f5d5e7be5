"""The deals that a question of why rests on, counted in the database: of a period and of the twelve months before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.days import years_before
from salesbot.domain.deals import Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.periods import DAY
from salesbot.domain.rates import Rates
from salesbot.once import once
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.why.stays import stays_of
from salesbot.services.why.worth import worth_of
from salesbot.storage.deals import Moment, Span
from salesbot.storage.stays import Stays


@dataclass(frozen=True, slots=True)
class Sold:
    """How a subject sold in the twelve months before a period, and what it lost in it; deals by the subject's part."""

    decided: Fraction
    won: Fraction
    known: Fraction
    """Won deals whose amount can be told in the currency."""
    amount: Fraction
    """Of these, in minor units."""
    deals: int
    """How many deals before, whatever the part."""
    lost: Fraction
    """Lost in the period."""


@dataclass(frozen=True, slots=True)
class Slipped:
    """A deal that was due in the period and left it undecided."""

    deal_id: int
    amount: Money
    part: Fraction
    """The subject's."""


class History:
    """The deals of a period and of the twelve months before it, as they stood at its end or as of the moment."""

    def __init__(self, measured: Measured, currency: str) -> None:
        self.measured = measured
        self.currency = currency
        self.starts_on = measured.period.starts_on
        self.ends_on = max(min(measured.period.ends_on, measured.as_of.until), self.starts_on)
        self.since = years_before(self.starts_on)
        self.last_day = max(self.ends_on - DAY, self.starts_on)
        self._slipped: dict[tuple[Scope, int | None], tuple[Slipped, ...]] = {}
        self._sold: dict[tuple[Scope, int | None], Sold] = {}

    @once
    def rates(self) -> Rates:
        """Exchange rates as known."""
        return rates_of(self.measured.book, self.measured.as_of.known_at)

    @once
    def worth(self) -> Mapping[str, float]:
        """By what minor units of each currency are multiplied to compare how large deals are."""
        return worth_of(self.rates, self.currency, self.last_day)

    def span(self, lately: date | None = None) -> Span:
        """What was decided since a year before the period; lately: since the period began, or since a day."""
        return Span(
            self._moment(self.ends_on), min(self.since, lately or self.since), lately or self.starts_on
        )

    def within(self, since: date) -> Span:
        """What was decided since a day."""
        return Span(self._moment(self.ends_on), since, since)

    def stays(self, scope: Scope, subject_id: int | None) -> Stays:
        """Who was of the subject when, in the period and the year before it."""
        return stays_of(self.measured.teams, scope, subject_id, self.since, self.ends_on)

    def sold(self, scope: Scope, subject_id: int | None) -> Sold:
        """How the subject sold before, and what it lost in the period."""
        if (scope, subject_id) not in self._sold:
            self._sold[scope, subject_id] = self._ask_sold(scope, subject_id)
        return self._sold[scope, subject_id]

    def slipped(self, scope: Scope, subject_id: int | None) -> tuple[Slipped, ...]:
        """The deals that were due in the period when it began and stand open beyond it, by number."""
        if (scope, subject_id) not in self._slipped:
            day, period = self.last_day, self.measured.period
            rows = self.measured.book.deals.slipped(
                self._moment(self.starts_on), self._moment(self.ends_on), period.starts_on, period.ends_on,
                stays_of(self.measured.teams, scope, subject_id, day, day + DAY),
            )  # fmt: skip
            self._slipped[scope, subject_id] = tuple(
                Slipped(deal, Money(minor, currency), Fraction(part, WHOLE))
                for deal, minor, currency, part in rows
            )
        return self._slipped[scope, subject_id]

    def _moment(self, before: date) -> Moment:
        return Moment(self.measured.as_of.known_at, before)

    def _ask_sold(self, scope: Scope, subject_id: int | None) -> Sold:
        deals, span, stays = self.measured.book.deals, self.span(), self.stays(scope, subject_id)
        decided = won = known = amount = lost = Fraction(0)
        count = 0
        for lately, outcome, part, number, minor in deals.sold(span, self.currency, stays):
            held = Fraction(part * number, WHOLE)
            if lately:
                lost += held if outcome is Outcome.LOST else 0
                continue
            decided, count = decided + held, count + number
            if outcome is Outcome.WON:
                won, known, amount = won + held, known + held, amount + Fraction(part * minor, WHOLE)
        for row in deals.sold_abroad(span, self.currency, stays):
            held, is_won = Fraction(int(row.part), WHOLE), row.outcome == Outcome.WON.value
            if row.closed_on >= self.starts_on:
                lost += 0 if is_won else held
                continue
            decided, count = decided + held, count + 1
            told = self.rates.convert(row.amount, self.currency, row.closed_on, row.per_base)
            if is_won:
                won += held
            if is_won and told is not None:
                known, amount = known + held, amount + held * told.minor
        return Sold(decided, won, known, amount, count, lost)
