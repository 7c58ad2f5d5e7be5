"""What attainment and forecast must say of a made-up company, worked out by schoolbook without the product's code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import holidays

from tests.scenarios.oracle.made_up import DAY, MINOR, STAGES, Company, Promised, Sold

MOST_DEALS = 14
"""Up to so many open deals every outcome is counted through."""
Amount = tuple[Fraction | int | None, str | None]
"""A figure and its currency; None: it is no money."""


@dataclass(frozen=True)
class Won:
    """What one person's part of a deal brings to a metric."""

    who: str
    day: date
    size: Fraction | int


def half_even(exact: Fraction | int) -> int:
    """The nearer neighbour, of two equally near ones the even one."""
    exact = Fraction(exact)
    below = exact.numerator // exact.denominator
    rest = exact - below
    return below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1))


def share_out(whole: int, weights: Sequence[int]) -> list[int]:
    """The whole by weights, to the cent: those with the largest rest get what is left, of equal ones the first."""
    sign, size = (-1 if whole < 0 else 1), abs(whole)
    exact = [Fraction(size * weight, sum(weights)) for weight in weights]
    parts = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: size - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


class Reckoning:
    """A company's figures, each worked out from the deals themselves."""

    def __init__(self, company: Company) -> None:
        self.company = company

    # -- days, rates, teams, parts ------------------------------------------------------------------------

    @cached_property
    def _off(self) -> frozenset[date]:
        country = self.company.country
        return (
            frozenset(holidays.country_holidays(country, years=range(2025, 2029))) if country else frozenset()
        )

    def working_days(self, first: date, end: date) -> int:
        """How many working days from one day to before another."""
        days = (first + DAY * count for count in range((end - first).days))
        return sum(day.weekday() in self.company.week and day not in self._off for day in days)

    def _rate(self, currency: str, day: date) -> Fraction | None:
        if currency == self.company.base:
            return Fraction(1)
        known = {
            when: rate
            for (when, each), rate in self.company.rates.items()
            if each == currency and when <= day
        }
        return Fraction(known[max(known)]) if known else None

    def convert(self, minor: int, held: str, to: str, day: date) -> int | None:
        """Through both rates of the day, rounded once; None without one."""
        if held == to:
            return minor
        one, other = self._rate(held, day), self._rate(to, day)
        if one is None or other is None:
            return None
        return half_even(minor * one / other * Fraction(10) ** (MINOR[to] - MINOR[held]))

    def team(self, who: str, day: date) -> str:
        """The team of the last move by that day; of two on one day, the one entered later."""
        moves = [
            (since, place, team)
            for place, (each, team, since) in enumerate(self.company.moves)
            if each == who
        ]
        moved = [each for each in moves if each[0] <= day]
        return max(moved)[2] if moved else self.company.people[who]

    def parts(self, deal: Sold, whole: int, currency: str, day: date) -> dict[str, int] | None:
        """Everybody's part: divided as it is held, then converted together, each to the cent.

        Of equal rests the first named has the odd cent of what is held, and of what is converted the one who came
        first: whoever asks in a second currency asks the ledger, which keeps people and not the order of their names.
        """
        divided = share_out(whole, [part for _, part in deal.shares])
        own = {who: part for (who, _), part in zip(deal.shares, divided, strict=True)}
        if deal.currency == currency:
            return own
        changed = self.convert(whole, deal.currency, currency, day)
        if changed is None:
            return None
        people = [who for who in self.company.people if who in own]
        if not any(own.values()):
            return dict.fromkeys(people, 0)
        return dict(zip(people, share_out(changed, [abs(own[who]) for who in people]), strict=True))

    def counts_for(self, scope: str, name: str) -> Callable[[str, date], bool]:
        """Whether somebody's part of a day counts for a subject."""
        if scope == "rep":
            return lambda who, _day: who == name
        if scope == "team":
            return lambda who, day: self.team(who, day) == name
        return lambda _who, _day: True

    # -- won ------------------------------------------------------------------------------------------------

    def won(self, metric: str, first: date, end: date, currency: str | None) -> list[Won]:
        """Every part that counts toward a metric in the half-open span."""
        deals = [
            deal for deal in self.company.deals
            if deal.kind in ("won", "refund") and deal.closed is not None and first <= deal.closed < end
        ]  # fmt: skip
        if currency is None:
            firsts = self._first_wins
            return [
                Won(who, deal.closed or first, Fraction(part, 10_000))
                for deal in deals if deal.kind == "won" and (metric == "deals" or deal.number in firsts)
                for who, part in deal.shares
            ]  # fmt: skip
        return [won for deal in deals for won in self._money(metric, deal, currency)]

    def _money(self, metric: str, deal: Sold, currency: str) -> Iterable[Won]:
        assert deal.closed is not None
        refund = deal.kind == "refund"
        if (metric == "product:Pro" and deal.product != "Pro") or (metric == "refunds" and not refund):
            return
        amounts = self.parts(deal, deal.amount, currency, deal.closed)
        if amounts is None or (metric == "margin" and deal.cost is None):
            return
        costs = self.parts(deal, deal.cost or 0, currency, deal.closed) if metric == "margin" else None
        for who, amount in amounts.items():
            size = -amount if metric == "refunds" else amount - (costs[who] if costs else 0)
            yield Won(who, deal.closed, size)

    @cached_property
    def _first_wins(self) -> frozenset[int]:
        first: dict[str, Sold] = {}
        won = [deal for deal in self.company.deals if deal.kind == "won"]
        for deal in sorted(won, key=lambda each: (each.closed or date.max, each.number)):
            first.setdefault(deal.account, deal)
        return frozenset(deal.number for deal in first.values())

    # -- goals ----------------------------------------------------------------------------------------------

    def in_force(self, period: str, day: date) -> dict[tuple[str, str, str], Promised]:
        """The newest version of each goal that holds on the day; before the period, on its first day."""
        first = self.company.days_of(period)[0]
        found: dict[tuple[str, str, str], Promised] = {}
        for goal in sorted(self.company.goals, key=lambda each: each.valid_from or first):
            if goal.period == period and (goal.valid_from or first) <= max(day, first):
                found[goal.scope, goal.name, goal.metric] = goal
        return found

    def goals_of(
        self, scope: str, name: str, metric: str, period: str, day: date
    ) -> list[tuple[Fraction, str | None]]:
        """A subject's own goal, else the sums of its reps' by currency."""
        goals = self.in_force(period, day)
        own = goals.get((scope, name, metric))
        if own is not None:
            return [(own.target, own.currency)]
        sums: dict[str | None, Fraction] = defaultdict(Fraction)
        for goal in self.reps_goals(scope, name, metric, period, day) if scope != "rep" else ():
            sums[goal.currency] += goal.target
        return [(sums[currency], currency) for currency in sorted(sums, key=lambda each: each or "")]

    def reps_goals(self, scope: str, name: str, metric: str, period: str, day: date) -> list[Promised]:
        """The goals of the reps who are a subject's on the day, kept within the period."""
        first, end = self.company.days_of(period)
        counts, when = self.counts_for(scope, name), max(min(day, end - DAY), first)
        return [
            goal for (of, who, what), goal in self.in_force(period, day).items()
            if of == "rep" and what == metric and counts(who, when)
        ]  # fmt: skip

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Company, teams, reps, as reports list them."""
        teams = [("team", team) for team in sorted(self.company.teams)]
        return [("company", ""), *teams, *(("rep", who) for who in self.company.people)]

    # -- forecast -------------------------------------------------------------------------------------------

    def forecast(
        self, scope: str, name: str, period: str, day: date, goal: Fraction | None, currency: str
    ) -> dict[str, object]:
        """Won, and every outcome of the open deals expected in the period, asked during the day."""
        first, end = self.company.days_of(period)
        counts = self.counts_for(scope, name)
        won = sum(
            int(each.size) for each in self.won("revenue", first, max(min(end, day + DAY), first), currency)
            if counts(each.who, each.day)
        )  # fmt: skip
        opened, left_out = self.open_deals(counts, first, end, day, currency)
        total, gap = sum(amount for amount, _ in opened), None if goal is None else goal - won
        weighted = Fraction(sum(amount * likely for amount, likely in opened), 100)
        said: dict[str, object] = {
            "won": won, "weighted": half_even(weighted),
            "best_case": won + total, "excluded": left_out,
            "coverage": Fraction(total) / gap if gap is not None and gap > 0 else None,
        }  # fmt: skip
        if len(opened) <= MOST_DEALS:
            ends = _ends(won, opened)
            for place, mark in (("p10", Fraction(1, 10)), ("p50", Fraction(1, 2)), ("p90", Fraction(9, 10))):
                said[place] = next(
                    end for end in sorted(ends) if sum(v for k, v in ends.items() if k <= end) >= mark
                )
            said["chance"] = None if goal is None else sum(v for k, v in ends.items() if k >= goal)
        return said

    def open_deals(
        self, counts: Callable[[str, date], bool], first: date, end: date, day: date, currency: str
    ) -> tuple[list[tuple[int, int]], int]:
        """(amount, percent) of the open deals that count, and how many are left out: no day, past it, or no rate."""
        found, left_out = list[tuple[int, int]](), 0
        for deal in self.company.deals:
            if deal.stage is None or not any(counts(who, day) for who, _ in deal.shares):
                continue
            if deal.expected is not None and deal.expected >= day and not first <= deal.expected < end:
                continue
            parts = self.parts(deal, deal.amount, currency, day)
            if deal.expected is None or deal.expected < day or parts is None:
                left_out += 1
                continue
            found.append((sum(part for who, part in parts.items() if counts(who, day)), STAGES[deal.stage]))
        return found, left_out


def _ends(won: int, opened: Iterable[tuple[int, int]]) -> dict[int, Fraction]:
    """How likely each end is, by going through every outcome."""
    ends = {won: Fraction(1)}
    for amount, likely in opened:
        after: dict[int, Fraction] = defaultdict(Fraction)
        for end, chance in ends.items():
            after[end + amount] += chance * Fraction(likely, 100)
            after[end] += chance * (1 - Fraction(likely, 100))
        ends = after
    return ends
