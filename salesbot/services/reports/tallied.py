"""Decided deals added up: what the rates, averages and medians of key figures are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar

from salesbot.domain.goals import Scope
from salesbot.domain.kpis import WinRate, average, median, median_amount, velocity
from salesbot.domain.money import Money
from salesbot.domain.works import Aspect
from salesbot.services.attainment.converting import rates_of
from salesbot.services.reports.asked import Asked
from salesbot.services.why.stays import stays_of
from salesbot.storage.deals import Closed, Moment, Span
from salesbot.storage.stays import Stays

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(slots=True)
class Tally:
    """Some decided deals."""

    won: int = 0
    lost: int = 0
    amounts: list[Money] = field(default_factory=list)
    """Of the won ones, as far as they can be told in the workspace's currency."""
    cycles: list[int] = field(default_factory=list)
    """Days from opening to won, of those whose opening is known."""
    by_rep: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """How many are whose."""

    @property
    def rate(self) -> WinRate:
        """Won of those decided."""
        return WinRate(self.won, self.lost)

    @property
    def average(self) -> Money | None:
        """The mean amount of the won ones."""
        return average(self.amounts)

    @property
    def median(self) -> Money | None:
        """The middle amount of the won ones."""
        return median_amount(self.amounts)

    @property
    def days(self) -> Fraction | None:
        """The median of days from opening to won."""
        return median(self.cycles)

    def velocity(self, opened: int) -> Money | None:
        """What so many open deals bring in a day."""
        return velocity(opened, self.amounts, self.rate.rate, self.cycles)


def closed_deals(
    asked: Asked, scope: Scope, subject_id: int | None, by: Aspect | None = None
) -> list[Closed]:
    """The decided deals of the period for a subject; by an aspect, once for each thing they name."""
    return asked.book.deals.closed(*_counted(asked, scope, subject_id), by)


def newest_decided(asked: Asked, scope: Scope, subject_id: int | None, most: int | None = None) -> list[int]:
    """The numbers of these deals, the newest first: so many at most, or all."""
    return asked.book.deals.newest_decided(*_counted(asked, scope, subject_id), most)


def _counted(asked: Asked, scope: Scope, subject_id: int | None) -> tuple[Span, date, Stays]:
    """Which deals are decided in the period, by the moment asked for, and the subject's."""
    period, as_of = asked.period, asked.as_of
    before = max(min(period.ends_on, as_of.until), period.starts_on)
    stays = stays_of(asked.measured.teams, scope, subject_id, period.starts_on, before)
    return Span(Moment(as_of.known_at, as_of.until), period.starts_on, period.starts_on), before, stays


def tallied(asked: Asked, deals: Iterable[Closed], key: Callable[[Closed], _Key]) -> dict[_Key, Tally]:
    """Decided deals added up by what they share."""
    rates, currency = rates_of(asked.book, asked.as_of.known_at), asked.currency
    found: dict[_Key, Tally] = defaultdict(Tally)
    for deal in deals:
        tally = found[key(deal)]
        tally.by_rep[deal.rep_id] += 1
        if not deal.won:
            tally.lost += 1
            continue
        tally.won += 1
        amount: Money | None = Money(deal.amount, deal.currency)
        if deal.currency != currency:
            amount = rates.convert(Money(deal.amount, deal.currency), currency, deal.closed_on, deal.per_base)
        if amount is not None:
            tally.amounts.append(amount)
        if deal.opened_on is not None:
            tally.cycles.append((deal.closed_on - deal.opened_on).days)
    return found


def tally_of(asked: Asked, scope: Scope, subject_id: int | None) -> Tally:
    """The decided deals of the period of one subject."""
    return tallied(asked, closed_deals(asked, scope, subject_id), lambda _: None).get(None) or Tally()
