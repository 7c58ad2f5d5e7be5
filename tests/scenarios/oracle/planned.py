"""What a suggested goal, days away and a plan must come to, worked out apart; see docs/figures.md, *Goals* and *Plan*."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.scenarios.oracle.made_up import DAY, MINOR, Company, Sold
from tests.scenarios.oracle.reckoning import Reckoning, half_even

MONTH = "2026-12"
"""The month for which is suggested and planned; long after every deal of the company."""


@dataclass(frozen=True)
class Service:
    """When somebody is there, and how much of full time."""

    started: date | None
    ended: date | None
    percent: int
    away: tuple[tuple[date, date], ...]
    """First and last days, both away."""


@dataclass
class Serving:
    """Everybody's service."""

    of: dict[str, Service] = field(default_factory=dict)


def serving(seed: int, company: Company) -> Serving:
    """People who begin, leave, work part time and are away around December, by the seed."""
    chance, found = random.Random(f"serving {seed}"), Serving()
    first, end = company.days_of(MONTH)
    for who in company.people:
        started = chance.choice(
            [None, None, first - DAY * chance.randint(0, 400), first + DAY * chance.randint(0, 20)]
        )
        ended = chance.choice([None, None, None, end - DAY * chance.randint(1, 25)])
        if started is not None and ended is not None and ended <= started:
            ended = None
        away = []
        for _ in range(chance.choice([0, 0, 1, 2])):
            begun = first + DAY * chance.randint(-8, 28)
            away.append((begun, begun + DAY * chance.randint(0, 12)))
        found.of[who] = Service(started, ended, chance.choice([100, 100, 100, 60, 50]), tuple(away))
    return found


class Planned:
    """A company's suggestions and plans on a day."""

    def __init__(self, said: Reckoning, serving: Serving, today: date) -> None:
        self.said, self.serving, self.today = said, serving, today
        self.company = said.company

    # -- a suggested goal ---------------------------------------------------------------------------------

    def suggested(self, who: str) -> dict[str, object]:
        """The goal for December that is suggested for somebody, with what it is made of."""
        first, end = self.company.days_of(MONTH)
        service, history = self.serving.of[who], list(self._months(who))[:6]
        enough = len(history) >= 3
        base = sorted(history)[-(-len(history) * 8 // 10) - 1] if enough else self._others_middle(who)
        begin = max(first, service.started or first)
        until = max(min(end, service.ended + DAY if service.ended else end), begin)
        days, of = self.days(begin, until, service.away), self.said.working_days(first, end)
        ramp = Fraction(1) if enough else self.ramp(service.started, end - DAY)
        goal = None
        if base is not None:
            unit = 10 ** MINOR[self.company.base]
            exact = Fraction(base * days, of) * ramp * Fraction(service.percent, 100)
            goal = half_even(exact / unit) * unit or None
            goal = goal if goal is not None and goal > 0 else None
        return {
            "base": base,
            "days": days,
            "of_days": of,
            "ramp": ramp,
            "workload": service.percent,
            "goal": goal,
        }

    def _months(self, who: str) -> Iterable[int]:
        """What somebody won in whole months before this one, the newest first."""
        credited = [
            deal.closed for deal in self.company.deals
            if deal.closed is not None and deal.kind in ("won", "refund") and who in dict(deal.shares)
        ]  # fmt: skip
        if not credited:
            return
        started = self.serving.of[who].started
        month = self.today.replace(day=1)
        while True:
            end, month = month, (month - DAY).replace(day=1)
            if end <= min(credited) or (started is not None and month < started):
                return
            won = self.said.won("revenue", month, end, self.company.base)
            yield sum(int(each.size) for each in won if each.who == who)

    def _others_middle(self, who: str) -> int | None:
        team = self.said.team(who, self.today)
        others = sorted(
            goal.target
            for (scope, name, metric), goal in self.said.in_force(MONTH, self.today).items()
            if (scope, metric, goal.currency) == ("rep", "revenue", self.company.base)
            and name != who and team and self.said.team(name, self.today) == team
        )  # fmt: skip
        if not others:
            return None
        count = len(others)
        return half_even((others[(count - 1) // 2] + others[count // 2]) / 2)

    @staticmethod
    def ramp(started: date | None, last: date) -> Fraction:
        """A quarter, a half, three quarters in the first three months of service, counted from the day of starting."""
        if started is None:
            return Fraction(1)
        months = 0
        while _months_later(started, months + 1) <= last:
            months += 1
        return Fraction(min(months + 1, 4), 4)

    def days(self, begin: date, until: date, away: Iterable[tuple[date, date]]) -> int:
        """Working days there from one day to before another."""
        gone = {
            first + DAY * count for first, last in away for count in range((last - first).days + 1)
        }  # fmt: skip
        days = (begin + DAY * count for count in range((until - begin).days))
        return sum(self.said.working_days(day, day + DAY) for day in days if day not in gone)

    # -- a goal that follows days away ----------------------------------------------------------------------

    def followed(self, who: str, place: int, standing: dict[str, int]) -> dict[str, int]:
        """Goals in money that change when so many absences were followed and this one follows: period to size.

        `standing`: what those before have made of them.
        """
        found, service = {}, self.serving.of[who]
        before, after = service.away[:place], service.away[: place + 1]
        for period in self.company.periods:
            first, end = self.company.days_of(period)
            goal = self.said.in_force(period, self.today).get(("rep", who, "revenue"))
            left, still = self.days(first, end, before), self.days(first, end, after)
            if end <= self.today or goal is None or left == still or not still:
                continue
            found[period] = half_even(standing.get(period, goal.target) * Fraction(still, left))
        return {period: size for period, size in found.items() if size}

    # -- a plan ---------------------------------------------------------------------------------------------

    def plan(self, scope: str, name: str, goal: Fraction | None, currency: str) -> dict[str, object]:
        """What it takes to reach a goal of December; empty where nothing can be said."""
        first, end = self.company.days_of(MONTH)
        selling, of_team = self._selling(scope, name, currency)
        if goal is None or selling is None:
            return {}
        counts = self.said.counts_for(scope, name)
        won = self.said.won("revenue", first, max(min(end, self.today + DAY), first), currency)
        gap = goal - sum(int(each.size) for each in won if counts(each.who, each.day))
        count, decided, average, cycle = selling
        if gap <= 0:
            return {}
        opened, _ = self.said.open_deals(counts, first, end, self.today, currency)
        tries = up(gap * decided / (average * count))
        new = max(tries - len(opened), 0)
        left = self.said.working_days(max(self.today, first), end)
        return {
            "gap": int(gap), "deals": up(Fraction(gap) / average), "opportunities": tries,
            "pipeline": half_even(gap * decided / count), "open_deals": len(opened), "new": new,
            "a_week": Fraction(new * len(self.company.week), left) if left else None,
            "days_left": (end - max(self.today, first)).days, "cycle_days": cycle, "of_team": of_team,
        }  # fmt: skip

    def _selling(
        self, scope: str, name: str, currency: str
    ) -> tuple[tuple[int, int, int, int | None] | None, bool]:
        """How many were won of how many, how large, how fast; with fewer than ten of one's own the team's."""
        team = self.said.team(name, self.today) if scope == "rep" else name
        whole = [who for who in self.company.people if not team or self.said.team(who, self.today) == team]
        if scope == "company":
            whole = list(self.company.people)
        if scope == "rep":
            own = self._sold([name], currency)
            if own is not None:
                return own, False
            return self._sold(whole if team else [name], currency), True
        return self._sold(whole, currency), False

    def _sold(self, people: Iterable[str], currency: str) -> tuple[int, int, int, int | None] | None:
        among, since = set(people), self.today - DAY * 365
        decided = [
            deal for deal in self.company.deals
            if deal.rep in among and deal.kind in ("won", "lost")
            and deal.closed is not None and since <= deal.closed < self.today
        ]  # fmt: skip
        won = [deal for deal in decided if deal.kind == "won"]
        sizes = [size for deal in won if (size := self._size(deal, currency)) is not None]
        if not sizes or len(decided) < 10:
            return None
        cycles = sorted(
            (deal.closed - deal.opened).days for deal in won if deal.closed is not None and deal.opened is not None
        )  # fmt: skip
        middle = None
        if cycles:
            middle = half_even(Fraction(cycles[(len(cycles) - 1) // 2] + cycles[len(cycles) // 2], 2))
        return len(won), len(decided), half_even(Fraction(sum(sizes), len(sizes))), middle

    def _size(self, deal: Sold, currency: str) -> int | None:
        assert deal.closed is not None
        return self.said.convert(deal.amount, deal.currency, currency, deal.closed)


def up(exact: Fraction) -> int:
    return -(-exact.numerator // exact.denominator)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    first, after = date(count // 12, count % 12 + 1, 1), date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    return min(first + DAY * (day.day - 1), after - DAY)
