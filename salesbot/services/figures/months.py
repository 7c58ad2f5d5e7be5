"""What a goal over several months asks of one of them, and what goals of single months ask for together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import Figure
from salesbot.domain.metrics import Metric
from salesbot.domain.money import quantize, round_half_even
from salesbot.domain.periods import Period, PeriodKind, following, month_of
from salesbot.domain.scopes import Scope
from salesbot.services.attainment import Measured
from salesbot.storage.book import Book

_MOST_MONTHS = 12
_LONG = (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.CUSTOM)


@dataclass(frozen=True, slots=True)
class SeasonShare:
    """What a month is to carry of a goal with a season."""

    month: Period
    of: Period
    metric: Metric
    goal: Figure
    figure: Figure
    name: str = ""
    """Whose goal it is; empty for the company's."""


@dataclass(frozen=True, slots=True)
class MonthGoals:
    """The goals of the single months of a longer period."""

    goals: tuple[tuple[Period, Figure], ...]
    """Of the months that have one, in order."""
    months: int
    """How many months the period has."""
    whole: Figure
    """What they add up to."""
    attained: Decimal | None
    """What was won in the whole period, as a part of that."""


def season_share(
    longer: Measured, scope: Scope, number: int | None, metric: Metric, goal: Figure, month: Period
) -> SeasonShare | None:
    """What a month is to carry of a longer goal; None where no season is in it, or it is no month within."""
    inside = month.kind is PeriodKind.MONTH and longer.period.covers_all_of(month) and longer.period != month
    made_of = longer.made_of(scope, number, metric, goal) if inside else []
    if not any(each.season for each in made_of):
        return None
    parts = [
        figures.size_of(each.target) * longer.course(each.season).between(month.starts_on, month.ends_on)
        for each in made_of
        if each.target is not None
    ]
    figure = figures.resized(goal, round_half_even(sum(parts, Fraction(0))))
    return SeasonShare(month, longer.period, metric, goal, figure, longer.name_of(scope, number))


def month_goals(
    book: Book, period: Period, as_of: AsOf, won: Figure, goal_of: Callable[[Measured], Figure | None]
) -> MonthGoals | None:
    """The goals of a period's months, where it is made of whole months and some have one in the unit of what was won."""
    months = _months(period)
    found = [(month, goal_of(Measured.shared(book, month, as_of))) for month in months]
    goals = tuple(
        (month, goal)
        for month, goal in found
        if goal is not None and figures.currency_of(goal) == figures.currency_of(won)
    )
    if not goals:
        return None
    whole = figures.sum_of((goal for _, goal in goals), figures.zero(won))
    part = figures.ratio(won, whole) if len(goals) == len(months) else None
    return MonthGoals(goals, len(months), whole, None if part is None else quantize(part))


def _months(period: Period) -> list[Period]:
    if period.kind not in _LONG or period.starts_on.day != 1 or period.ends_on.day != 1:
        return []
    months = [month_of(period.starts_on)]
    while months[-1].ends_on < period.ends_on:
        months.append(following(months[-1]))
    return months if 1 < len(months) <= _MOST_MONTHS else []
