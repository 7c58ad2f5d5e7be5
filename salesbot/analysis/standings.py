"""Won by week or month for everybody, side by side, and how much better than before at the same point.

Amounts are whole numbers of minor units and are added by Python, so that they stay exact at any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, PeriodKind, Years, period_of, previous


@dataclass(frozen=True, slots=True)
class DayWon:
    """What one person won on one day, net of refunds."""

    person_id: int
    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class WonTable:
    """What everybody won in each period: rows are people, columns are periods; zero where nothing."""

    periods: tuple[Period, ...]
    people: tuple[int, ...]
    cells: tuple[tuple[Money, ...], ...]
    """One row for each of `people`, one cell for each of `periods`."""
    totals: tuple[Money, ...]
    """The column sums."""


def won_by_period(
    days: Iterable[DayWon],
    people: Sequence[int],
    kind: PeriodKind,
    start: date,
    end: date,
    currency: str,
    years: Years = 1,
) -> WonTable:
    """What everybody won in each week, month, quarter or year that touches `start` to before `end`.

    Only days within are counted. `people` gives the rows and their order.
    """
    periods = _periods(kind, start, end, years)
    sums = {(person_id, period.key): 0 for person_id in people for period in periods}
    for each in days:
        if (
            start <= each.day < end
            and (cell := (each.person_id, period_of(kind, each.day, years).key)) in sums
        ):
            sums[cell] += _minor(each.amount, currency)
    cells = tuple(
        tuple(Money(sums[person_id, period.key], currency) for period in periods) for person_id in people
    )
    totals = tuple(
        Money(sum(sums[person_id, period.key] for person_id in people), currency) for period in periods
    )
    return WonTable(periods, tuple(people), cells, totals)


def same_point_before(
    period: Period, as_of: date, calendar: WorkingCalendar, years: Years | None = None
) -> tuple[date, date]:
    """The days of the period before that compare with this one so far: as many working days gone, half-open.

    Ends after the last of those working days; with none gone, both days are the same. A shorter period
    before is taken whole.
    """
    before = previous(period, years)
    gone = calendar.workdays(period, as_of).gone
    if as_of >= period.ends_on:
        return before.starts_on, before.ends_on
    worked = calendar.working_days_of(before)
    if not gone:
        return before.starts_on, before.starts_on
    end = worked[gone] if gone < len(worked) else before.ends_on
    return before.starts_on, end


def won_between(days: Iterable[DayWon], start: date, end: date, currency: str) -> Mapping[int, Money]:
    """What each person won from `start` to the day before `end`; who won nothing is not in it."""
    sums: dict[int, int] = {}
    for each in days:
        if start <= each.day < end:
            sums[each.person_id] = sums.get(each.person_id, 0) + _minor(each.amount, currency)
    return {person_id: Money(minor, currency) for person_id, minor in sums.items()}


def _periods(kind: PeriodKind, start: date, end: date, years: Years) -> tuple[Period, ...]:
    found: list[Period] = []
    day = start
    while day < end:
        found.append(period_of(kind, day, years))
        day = found[-1].ends_on
    return tuple(found)


def _minor(amount: Money, currency: str) -> int:
    if amount.currency != currency:
        raise ValueError(f"{amount.currency} among {currency}")
    return amount.minor
