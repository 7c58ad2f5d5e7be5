"""Days, rates, shares and goals of a made-up company, as docs/figures.md has them and without the product's code."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import holidays

from tests.scenarios.audited.made_up import DAY, MINOR, Company, Deal, first_of
from tests.scenarios.oracle.reckoning import half_even, share_out

_Z = 1.959963984540054


@dataclass(frozen=True)
class Asked:
    """A period as of the morning of a day; `live`: during the day before it."""

    period: str
    first: date
    end: date
    before: date
    """What is dated before this day counts."""
    live: bool

    @property
    def until(self) -> date:
        """The first day of the period that does not count any more."""
        return max(self.first, min(self.end, self.before))

    @property
    def day(self) -> date:
        """The day on which it is looked."""
        return self.before - DAY if self.live else self.before


class Reckoned:
    """What everything else stands on."""

    def __init__(self, company: Company, today: date) -> None:
        self.company, self.today = company, today

    def asked(self, period: str, morning: date | None) -> Asked:
        """The period as of a morning, or now."""
        return Asked(period, *self.company.days_of(period), morning or self.today + DAY, morning is None)

    # -- days, rates, teams ---------------------------------------------------------------------------------

    @cached_property
    def _off(self) -> frozenset[date]:
        country = self.company.country
        years = range(self.today.year - 4, self.today.year + 4)
        return frozenset(holidays.country_holidays(country, years=years)) if country else frozenset()

    def working_days(self, first: date, end: date) -> int:
        """How many working days in a half-open span."""
        days = (first + DAY * count for count in range((end - first).days))
        return sum(day.weekday() in self.company.week and day not in self._off for day in days)

    def converted(self, minor: int, currency: str, day: date) -> int | None:
        """In the base, at the last rate at or before a day; None without one."""
        if currency == self.company.base:
            return minor
        known = [when for when, each in self.company.rates if each == currency and when <= day]
        if not known:
            return None
        rate = Fraction(self.company.rates[max(known), currency])
        return half_even(minor * rate * Fraction(10) ** (MINOR[self.company.base] - MINOR[currency]))

    def whole(self, deal: Deal) -> int | None:
        """A decided deal in the base."""
        return self.converted(deal.minor, deal.currency, deal.day)

    def team(self, who: str, day: date) -> str:
        """Somebody's team on a day."""
        return [team for since, team in self.company.people[who] if since <= day][-1]

    def is_of(self, scope: str, name: str) -> Callable[[str, date], bool]:
        """Whether what somebody does on a day is a subject's."""
        if scope == "rep":
            return lambda who, _day: who == name
        if scope == "team":
            return lambda who, day: self.team(who, day) == name
        return lambda _who, _day: True

    # -- won ------------------------------------------------------------------------------------------------

    def parts(self, deal: Deal) -> dict[str, int]:
        """Everybody's part in the base; nothing without a rate."""
        whole = self.whole(deal)
        if whole is None:
            return {}
        divided = share_out(deal.minor, [part for _, part in deal.shares])
        own = {who: part for (who, _), part in zip(deal.shares, divided, strict=True)}
        if deal.currency == self.company.base or not any(own.values()):
            return own
        people = [who for who in self.company.people if who in own]
        return dict(zip(people, share_out(whole, [abs(own[who]) for who in people]), strict=True))

    def won(self, scope: str, name: str, first: date, end: date) -> int:
        """What is credited to a subject in a half-open span, refunds taken off."""
        counts = self.is_of(scope, name)
        deals = [
            deal for deal in self.company.deals if deal.kind in ("won", "refund") and first <= deal.day < end
        ]
        return sum(part for deal in deals for who, part in self.parts(deal).items() if counts(who, deal.day))

    def shared(self, deals: Iterable[Deal], scope: str, name: str) -> Fraction:
        """How many deals these are for a subject, by shares."""
        counts = self.is_of(scope, name)
        parts = (part for deal in deals for who, part in deal.shares if counts(who, deal.day))
        return Fraction(sum(parts), 10_000)

    def decided(self, first: date, end: date) -> list[Deal]:
        """The deals won or lost in a half-open span; refunds are none."""
        return [
            deal for deal in self.company.deals if deal.kind in ("won", "lost") and first <= deal.day < end
        ]

    def first_wins(self, before: date) -> set[int]:
        """The numbers of each account's first won deal."""
        found: dict[str, Deal] = {}
        for deal in sorted(self.wins(date.min, before), key=lambda each: (each.day, each.number)):
            found.setdefault(deal.account, deal)
        return {deal.number for deal in found.values()}

    def wins(self, first: date, end: date) -> list[Deal]:
        """The deals won in a half-open span."""
        return [deal for deal in self.decided(first, end) if deal.kind == "won"]

    def goal(self, scope: str, name: str, period: str) -> Fraction | None:
        """The goal that was set."""
        target = self.company.goals.get((scope, name, period))
        return None if target is None else Fraction(target)

    # -- open -----------------------------------------------------------------------------------------------

    def stood_open(self, before: date) -> list[tuple[Deal, str, date]]:
        """(deal, stage, since when in it) of what stood open; in which stage, a file says from its own day on."""
        found = []
        for deal in self.company.deals:
            came = deal.came
            if deal.kind == "refund" or came is None or came >= before:
                continue
            if deal.kind == "open" and self.today < before and deal.stage != "New":
                found.append((deal, deal.stage, self.today))
            elif deal.kind == "open" or deal.day >= before:
                found.append((deal, "New", came))
        return found


def median(values: Iterable[int | Fraction]) -> Fraction | None:
    """The middle one, or the mean of the two in the middle."""
    ordered = [Fraction(value) for value in sorted(values)]
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(values: Sequence[int]) -> Fraction | None:
    """The mean; None of nothing."""
    return Fraction(sum(values), len(values)) if values else None


def part_of(part: int, whole: int) -> Fraction | None:
    """A share; None of nothing."""
    return Fraction(part, whole) if whole else None


def wilson(won: int, n: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a rate."""
    if not n:
        return None, None
    rate, wide = won / n, _Z * _Z / n
    middle, side = rate + wide / 2, _Z * math.sqrt(rate * (1 - rate) / n + wide / (4 * n))
    return max(0.0, (middle - side) / (1 + wide)), min(1.0, (middle + side) / (1 + wide))


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; of a leap day the one before."""
    last = (first_of(day.year - years, day.month + 1) - DAY).day
    return date(day.year - years, day.month, min(day.day, last))
