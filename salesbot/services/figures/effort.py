"""What it takes to close a gap by one's own past deals: how many more must be tried, and whether they can close in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from salesbot.domain.attainment import Attainment, opportunities_needed
from salesbot.domain.deals import Outcome
from salesbot.domain.kpis import WinRate, average, median
from salesbot.domain.money import Money, quantize
from salesbot.domain.periods import Period
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.storage.deals import Decided

FEWEST = 5
"""From so many decided deals on, a win rate of one's own tells something."""
_LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Effort:
    """How many more deals must be tried to reach a goal, by the rep's deals decided in the twelve months before."""

    tries: int
    """gap / (average won deal × win rate), rounded up."""
    average_won: Money
    win_rate: Decimal
    decided: int
    cycle_days: int | None
    """Days that half of the won deals took at most; None where nobody knows when they were opened."""
    days_left: int
    """Calendar days of the period that are left, today among them."""

    @property
    def too_late(self) -> bool:
        """Whether a deal that is begun today would usually close after the period."""
        return self.cycle_days is not None and self.cycle_days > self.days_left


def effort_of(measured: Measured, person_id: int, row: Attainment) -> Effort | None:
    """What it takes a rep to close the gap of a revenue goal; None without one, or with too few decided deals."""
    if not isinstance(row.gap, Money) or row.gap.minor <= 0 or measured.period.over(measured.as_of.day):
        return None
    day = measured.as_of.day
    decided = measured.book.deals.decided(day - _LOOKS_BACK, day).of(person_id)
    won = [deal for deal in decided if deal.outcome is Outcome.WON and deal.amount.minor > 0]
    lost = [deal for deal in decided if deal.outcome is Outcome.LOST and deal.amount.minor > 0]
    rate = WinRate(len(won), len(lost))
    amount = _average(measured, won, row.gap.currency)
    if rate.n < FEWEST or rate.rate is None or amount is None:
        return None
    tries = opportunities_needed(row.gap, amount, rate.rate)
    if tries is None:
        return None
    return Effort(
        tries, amount, quantize(rate.rate), rate.n, _cycle(won), _days_left(measured.period, measured)
    )


def _average(measured: Measured, won: list[Decided], currency: str) -> Money | None:
    rates = rates_of(measured.book, measured.as_of.known_at)
    amounts = [
        amount for deal in won if (amount := rates.convert(deal.amount, currency, deal.closed_on)) is not None
    ]
    return average(amounts)


def _cycle(won: list[Decided]) -> int | None:
    days = [(deal.closed_on - deal.opened_on).days for deal in won if deal.opened_on is not None]
    middle = median(days)
    return None if middle is None else round(middle)


def _days_left(period: Period, measured: Measured) -> int:
    return (period.ends_on - max(measured.as_of.day, period.starts_on)).days
