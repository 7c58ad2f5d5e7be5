"""What can be asked in words: the measures a question may be about, and the period it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, PeriodKind, Years, kind_in_the_books, previous

_IN_A_YEAR = {PeriodKind.WEEK: 52, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


class Measure(StrEnum):
    """What a question wants to know of somebody's selling."""

    REVENUE = "revenue"
    DEALS = "deals"
    NEW_ACCOUNTS = "new_accounts"
    MARGIN = "margin"
    WIN_RATE = "win_rate"
    SIZE = "size"
    CYCLE = "cycle"
    LOST = "lost"
    """Deals lost."""
    ACTIVITIES = "activities"
    """What was done with accounts: calls, demos and so on."""


class Narrowing(StrEnum):
    """What a question may be narrowed to."""

    PRODUCT = "product"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    COMPETITOR = "competitor"
    REASON = "reason"
    """For which a deal was lost in the first place."""
    ACTIVITY = "activity"
    """A kind of activity."""


def year_before(period: Period, years: Years = 1) -> Period:
    """The same week, month, quarter or year a year before; of other periods the one just before."""
    for _ in range(_IN_A_YEAR.get(kind_in_the_books(period, years), 1)):
        period = previous(period, years)
    return period


class Rank(StrEnum):
    """By what deals are picked out of many."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Between:
    """Of which amounts deals are asked for."""

    low: Money | None = None
    high: Money | None = None
    with_ends: bool = False
    """Whether the ends themselves count: *at least* and *up to*, not *over* and *under*."""

    def holds(self, amount: Money) -> bool:
        """Whether it is such an amount; all three in one currency."""
        if self.low is not None and not (amount > self.low or (self.with_ends and amount == self.low)):
            return False
        return self.high is None or amount < self.high or (self.with_ends and amount == self.high)


@dataclass(frozen=True, slots=True)
class Pick:
    """Which deals are asked for themselves, not a figure that is made of them."""

    rank: Rank | None = None
    """None: all of these amounts, the largest first."""
    within: Between | None = None
    outcome: Outcome | None = None
    """None: it was not said, so both what is open and what was won."""
