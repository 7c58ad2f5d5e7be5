"""How many people a goal takes, worked out apart; see docs/figures.md, *Staffing*."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tests.scenarios.oracle.made_up import DAY
from tests.scenarios.oracle.planned import MONTH, Planned, up
from tests.scenarios.oracle.reckoning import half_even


class Staffed(Planned):
    """A company's teams and the people that December takes."""

    def staffed(self, team: str) -> dict[str, object]:
        """How many people December's goal of a team takes; empty where nothing can be said."""
        first, end = self.company.days_of(MONTH)
        goal = self._goal(team)
        rates = list(self._months_of_reps(team))
        if goal is None or len(rates) < 6:
            return {}
        a_day = half_even(Fraction(sum(won for won, _ in rates)) / sum(days for _, days in rates))
        days = self.said.working_days(first, end)
        if a_day <= 0:
            return {}
        members = [who for who in self.company.people if self.said.team(who, self.today) == team]
        strength = sum((self._strength(who, first, end) for who in members), Fraction(0)) / days
        short = max(goal - strength * a_day * days, Fraction(0))
        single = sorted(Fraction(won) / part for won, part in rates)
        return {
            "a_day": a_day, "low": half_even(single[-(-len(single) // 4) - 1]),
            "high": half_even(single[-(-len(single) * 3 // 4) - 1]), "people": len(members), "strength": strength,
            "brings": half_even(strength * a_day * days), "needed": up(goal / (a_day * days)),
            "short": half_even(short), "more": up(short / (a_day * days)),
        }  # fmt: skip

    def _goal(self, team: str) -> Fraction | None:
        """December's goal; without one this month's by the working days of both."""
        own, now = self._goal_of(team, MONTH), self.today.isoformat()[:7]
        taken = self._goal_of(team, now) if own is None else None
        if taken is None:
            return own
        here, there = (self.said.working_days(*self.company.days_of(each)) for each in (now, MONTH))
        return Fraction(half_even(taken * there / here))

    def _goal_of(self, team: str, period: str) -> Fraction | None:
        goals = self.said.goals_of("team", team, "revenue", period, self.today)
        return next((size for size, currency in goals if currency == self.company.base), None)

    def _months_of_reps(self, team: str) -> Iterable[tuple[int, Fraction]]:
        """What each single rep past the ramp won in the six whole months before, and the days there."""
        month = self.today.replace(day=1)
        for _ in range(6):
            end, month = month, (month - DAY).replace(day=1)
            won = self.said.won("revenue", month, end, self.company.base)
            for who in self.company.people:
                service = self.serving.of[who]
                grown = service.started is None or (
                    service.started < month and self.ramp(service.started, month) == 1
                )
                stays = service.ended is None or service.ended >= end - DAY
                days = Fraction(self.days(month, end, service.away))
                if (
                    self.said.team(who, month) == team
                    and grown
                    and stays
                    and self._sold_before(who, month)
                    and days >= 5
                ):
                    yield sum(int(each.size) for each in won if each.who == who), days

    def _sold_before(self, who: str, day: date) -> bool:
        return any(
            deal.closed is not None and deal.closed < day and deal.kind in ("won", "refund") and who in dict(deal.shares)
            for deal in self.company.deals
        )  # fmt: skip

    def _strength(self, who: str, first: date, end: date) -> Fraction:
        """How many full days of the month somebody is, by being there, ramp and part time."""
        service, found = self.serving.of[who], Fraction(0)
        for count in range((end - first).days):
            day = first + DAY * count
            there = (service.started is None or service.started <= day) and (
                service.ended is None or day <= service.ended
            )
            if there and self.said.working_days(day, day + DAY):
                found += self.ramp(service.started, day) * Fraction(service.percent, 100)
        return found
