"""A second maker of teams, from other assumptions than the first: deals that ripen, on a calendar, in a market.

Here nobody draws a month. Openings arrive day by day, more on a good salesperson's and in a good market; each ripens for
weeks and is won on a working day, sometimes brought forward to the end of a quarter; what it brings is small, or
rarely very large. People are away in August, ill, or new; a market swings, and now and then it is another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

from salesbot.domain.rhythm import PastMonth, rhythm_of
from salesbot.services.forecasts.learning import MONTHS_LOOKED_AT

DAY = timedelta(days=1)
_FIXED = ((1, 1), (1, 2), (5, 1), (8, 15), (11, 1), (12, 25), (12, 26))


@dataclass(frozen=True, slots=True)
class Trade:
    """How one kind of company sells; every figure is that of a plain one unless it is named."""

    name: str
    openings: float = 9.0
    """A month and person."""
    win_rate: float = 0.4
    ripens: float = 35.0
    """Days in the mean."""
    large: float = 0.0
    """The part of deals that are large: Pareto with exponent 1.6, from eight usual ones on."""
    swing: float = 0.0
    """The spread of the market's logarithm, in which two thirds of a month remain in the next."""
    another: float = 0.0
    """How likely the market turned into another one within the last year: half, or half as much again."""
    quarter: float = 0.0
    """The part of deals within three weeks after a quarter's end that were brought forward into its last week."""
    holidays: bool = False
    """August and the end of December stand still for half of the people."""
    returning: float = 0.0
    """The part of the openings that are customers' orders, again after three months."""
    bursts: float = 0.0
    """Openings come in bursts: the spread of each month's own factor (gamma)."""
    new: bool = False
    """A third of the team began within the last two years, and learns for half a year."""


TRADES = (
    Trade("plain"),
    Trade("few and large", openings=3.0, large=0.12),
    Trade("swinging market", swing=0.35),
    Trade("another market", another=1.0),
    Trade("quarter's end", quarter=0.5),
    Trade("holidays", holidays=True),
    Trade("returning customers", returning=0.7),
    Trade("bursts", bursts=0.6),
    Trade("learning", new=True),
    Trade(
        "all of it", openings=6.0, large=0.05, swing=0.2, another=0.3, quarter=0.25, holidays=True, returning=0.3,
        bursts=0.3, new=True,
    ),
)  # fmt: skip


@dataclass(slots=True)
class Company:
    """One made-up team's wins: (person, month) to (day, minor units)."""

    last: date
    """The first day of the month that is to be foretold."""
    people: int
    wins: dict[tuple[int, int], list[tuple[date, int]]] = field(default_factory=dict)

    def days(self, month: int) -> list[date]:
        """The working days of a month, counted from the first that is looked at."""
        return _working(_first(self.last, month - MONTHS_LOOKED_AT))


def made(trade: Trade, seed: int) -> Company:
    """A seeded team and the months before the one to be foretold, which is the last."""
    dice = Random(f"other:{trade.name}:{seed}")
    company = Company(date(dice.randint(2021, 2026), dice.randint(1, 12), 1), dice.randint(5, 14))
    begin, end = _first(company.last, -MONTHS_LOOKED_AT - 5), _first(company.last, 1)
    market = _market(trade, dice, company.last)
    for person in range(company.people):
        first_day = begin
        if trade.new and person % 3 == 0:
            first_day = _first(company.last, -dice.randint(9, 24))
        for day, amount in _person(trade, dice, market, first_day, begin, end):
            month = _month_between(_first(company.last, -MONTHS_LOOKED_AT), day)
            if 0 <= month <= MONTHS_LOOKED_AT:
                company.wins.setdefault((person, month), []).append((day, amount))
    return company


def foretold(company: Company, part: float, *, narrowed: float = 1) -> Iterable[bool]:
    """For every third person whether the last month ended within its interval, seen when a part of it was gone."""
    days = company.days(MONTHS_LOOKED_AT)
    gone = max(round(len(days) * part), 1)
    past = list(_past(company, gone, len(days)))
    for person in range(0, company.people, 3):
        wins = company.wins.get((person, MONTHS_LOOKED_AT), [])
        so_far = sum(amount for day, amount in wins if day < days[gone])
        total = sum(amount for _, amount in wins)
        found = rhythm_of(person, so_far, past)
        if found is not None and found.low is not None and found.high is not None:
            low = found.expected - narrowed * (found.expected - found.low)
            high = found.expected + narrowed * (found.high - found.expected)
            yield low <= total <= high


def _past(company: Company, gone: int, of: int) -> Iterable[PastMonth]:
    """Every person's months since the first win, cut at the same part of their working days."""
    for person in range(company.people):
        won = [month for month in range(MONTHS_LOOKED_AT) if (person, month) in company.wins]
        for month in range(min(won, default=MONTHS_LOOKED_AT), MONTHS_LOOKED_AT):
            days, wins = company.days(month), company.wins.get((person, month), [])
            place = round(len(days) * gone / of)
            cut = days[place] if place < len(days) else days[-1] + DAY
            yield PastMonth(
                person, month, sum(amount for day, amount in wins if day < cut), sum(amount for _, amount in wins)
            )  # fmt: skip


def _market(trade: Trade, dice: Random, last: date) -> dict[tuple[int, int], float]:
    """Each month's demand."""
    level, found, first = 0.0, {}, _first(last, -MONTHS_LOOKED_AT - 5)
    turned = dice.random() < trade.another
    turns_on, factor = _first(last, -dice.randint(0, 11)), dice.choice((0.5, 1.5))
    for count in range(MONTHS_LOOKED_AT + 8):
        month = _first(first, count)
        level = level * 2 / 3 + dice.gauss(0, trade.swing * (1 - 4 / 9) ** 0.5)
        found[month.year, month.month] = exp(level) * (factor if turned and month >= turns_on else 1.0)
    return found


def _person(
    trade: Trade, dice: Random, market: dict[tuple[int, int], float], first_day: date, begin: date, end: date
) -> Iterable[tuple[date, int]]:
    """Every win of one person, as the openings ripen."""
    skill, usual = dice.gammavariate(6, 1 / 6), 4_000_00 * dice.lognormvariate(0, 0.3)
    away = set(_away(trade, dice, begin, end))
    burst: dict[tuple[int, int], float] = {}
    day = begin
    while day < end:
        month = (day.year, day.month)
        if month not in burst:
            spread = trade.bursts**2
            burst[month] = dice.gammavariate(1 / spread, spread) if spread else 1.0
        learned = 1.0 if not trade.new else min(max((day - first_day).days, 0) / 180, 1.0)
        rate = trade.openings / 30.4 * skill * market[month] * burst[month] * learned
        for _ in range(_poisson(dice, rate if day >= first_day else 0.0)):
            yield from _ripened(trade, dice, day, usual, away, end)
        day += DAY


def _ripened(
    trade: Trade, dice: Random, opened: date, usual: float, away: set[date], end: date
) -> Iterable[tuple[date, int]]:
    """What came of one opening: nothing, a deal, or a customer who orders again and again."""
    if dice.random() >= trade.win_rate:
        return
    amount = usual * dice.lognormvariate(0, 0.5)
    if dice.random() < trade.large:
        amount = usual * 8 * dice.paretovariate(1.6)
    day = opened + timedelta(days=round(dice.weibullvariate(trade.ripens * 1.1, 1.4)))
    returns = dice.random() < trade.returning
    while day < end:
        won_on = _on_working_day(_brought_forward(trade, dice, day), away)
        yield won_on, max(int(amount * dice.uniform(0.9, 1.1)), 1_00)
        if not returns or dice.random() < 0.2:
            return
        day += timedelta(days=max(round(dice.gauss(91, 14)), 20))


def _brought_forward(trade: Trade, dice: Random, day: date) -> date:
    quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    if (day - quarter).days < 21 and dice.random() < trade.quarter:
        return quarter - timedelta(days=dice.randint(1, 6))
    return day


def _away(trade: Trade, dice: Random, begin: date, end: date) -> Iterable[date]:
    """The days on which somebody is ill, and of half of the people August and the end of December."""
    still = trade.holidays and dice.random() < 0.5
    day = begin
    while day < end:
        if dice.random() < 1 / 200:
            yield from (day + timedelta(days=count) for count in range(dice.randint(3, 18)))
        if still and ((day.month == 8 and day.day <= 24) or (day.month == 12 and day.day >= 15)):
            yield day
        day += DAY


def _on_working_day(day: date, away: set[date]) -> date:
    for _ in range(40):
        if day.weekday() < 5 and (day.month, day.day) not in _FIXED and day not in away:
            return day
        day += DAY
    return day


def _working(first: date) -> list[date]:
    found, day = [], first
    while day.month == first.month:
        if day.weekday() < 5 and (day.month, day.day) not in _FIXED:
            found.append(day)
        day += DAY
    return found


def _poisson(dice: Random, rate: float) -> int:
    """Knuth's way, for small rates."""
    count, left, least = 0, dice.random(), exp(-rate)
    while left > least:
        count, left = count + 1, left * dice.random()
    return count


def _first(month: date, moved: int) -> date:
    count = month.year * 12 + month.month - 1 + moved
    return date(count // 12, count % 12 + 1, 1)


def _month_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
