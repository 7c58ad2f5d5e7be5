"""The periods before and after one, and what a period is called once the year of the books has moved."""

from __future__ import annotations

from datetime import date

from salesbot.domain.book_years import DAY
from salesbot.domain.periods.kinds import Period, PeriodKind, custom, quarter
from salesbot.domain.periods.kinds import year as year_named
from salesbot.domain.periods.naming import Years, period_of


def previous(period: Period, years: Years | None = None) -> Period:
    """The period of the same kind just before; of a custom period, as many days just before.

    Without `years`, quarters and years are thought to follow each other as this one says.
    """
    beside = _beside(period, period.starts_on - DAY, -1, years)
    if beside is not None:
        return beside
    return custom(period.starts_on - (period.ends_on - period.starts_on), period.starts_on - DAY)


def following(period: Period, years: Years | None = None) -> Period:
    """The period of the same kind just after; of a custom period, as many days just after."""
    beside = _beside(period, period.ends_on, 1, years)
    if beside is not None:
        return beside
    return custom(period.ends_on, period.ends_on + (period.ends_on - period.starts_on) - DAY)


def kind_in_the_books(period: Period, years: Years) -> PeriodKind:
    """What kind a period is; of one called by its days, whether a move of the year made a quarter or year of it.

    A year cut so short that it is one quarter counts as the quarter.
    """
    if period.kind is not PeriodKind.CUSTOM:
        return period.kind
    of_books = (PeriodKind.QUARTER, PeriodKind.YEAR)
    return next(
        (kind for kind in of_books if period_of(kind, period.starts_on, years) == period), PeriodKind.CUSTOM
    )


def as_called(kept: Period, years: Years) -> Period:
    """A period as it is called now: a quarter or year that a move of the year did away with, by its days."""
    kind = kept.kind
    if kind not in (PeriodKind.QUARTER, PeriodKind.YEAR) or period_of(kind, kept.starts_on, years) == kept:
        return kept
    return custom(kept.starts_on, kept.last_day)


def _beside(period: Period, day: date, step: int, years: Years | None) -> Period | None:
    """The period of the same kind in which a day beside it lies; None: it is no kind of the calendar's."""
    kind = period.kind if years is None else kind_in_the_books(period, years)
    if kind is PeriodKind.CUSTOM:
        return None
    if years is not None:
        return period_of(kind, day, years)
    if kind in (PeriodKind.WEEK, PeriodKind.MONTH):
        return period_of(kind, day)
    year = int(period.key[:4])
    if kind is PeriodKind.YEAR:
        return year_named(year + step, period.starts_on.month)
    quarters = year * 4 + int(period.key[-1]) - 1
    year_start = (period.starts_on.month - quarters % 4 * 3 - 1) % 12 + 1
    return quarter((quarters + step) // 4, (quarters + step) % 4 + 1, year_start)
