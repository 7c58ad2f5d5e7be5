"""What the made-up company agreed on and paid: goals of reps, teams and company, rates, and costs of campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, following, month_of, quarter_of, year_of
from salesbot.sample.company import Company, MadeUpPerson
from salesbot.sample.timeline import Timeline
from salesbot.storage.book import Book
from salesbot.storage.costs import Cost

_RATES = (("USD", Decimal("0.91")), ("KES", Decimal("0.0067")))


@dataclass(frozen=True)
class Plans:
    """Everything that is agreed rather than won; people and teams are there already."""

    book: Book
    company: Company
    timeline: Timeline
    people: Mapping[str, int]
    """Numbers by handle."""
    teams: Mapping[str, int]
    """Numbers by name."""
    now: datetime

    def write(self, campaigns: Mapping[str, int]) -> None:
        """Goals, rates and costs into the book; `campaigns`: their numbers by name."""
        months = list(self.timeline.months())
        for month in (*months, following(months[-1])):
            self._goals_of(month)
        for period in (quarter_of(self.timeline.today), year_of(self.timeline.today)):
            self._set(Scope.COMPANY, None, period, self._sum(self.company.reps, _months_of(period)))
        for step, month in enumerate(months):
            self._rates_of(month, step)
        self.book.costs.add_all(self._costs(months, campaigns), now=self.now)

    def _goals_of(self, month: Period) -> None:
        for rep in self.company.reps:
            if euros := self.timeline.goal_of(rep, month):
                self._set(Scope.REP, self.people[rep.handle], month, euros)
        for team, number in self.teams.items():
            self._set(Scope.TEAM, number, month, self._sum(self.company.team_members(team), [month]))
        self._set(Scope.COMPANY, None, month, self._sum(self.company.reps, [month]))

    def _sum(self, reps: tuple[MadeUpPerson, ...], months: list[Period]) -> int:
        """What the reps have agreed to for the months: teams and company have taken on the same."""
        return sum(self.timeline.goal_of(rep, month) for rep in reps for month in months)

    def _set(self, scope: Scope, subject: int | None, period: Period, euros: int) -> None:
        self.book.goals.add(
            Goal(
                scope, subject, REVENUE, period, Money(euros * 100, "EUR"),
                valid_from=period.starts_on, recorded_at=min(self.now, _at(period.starts_on)), reason=GoalReason.PLAN,
            )
        )  # fmt: skip

    def _rates_of(self, month: Period, step: int) -> None:
        """What a dollar and a shilling were worth on the month's first day."""
        drift = Decimal(step % 7 - 3) / 1000
        for currency, rate in _RATES:
            exact = (rate * (1 + drift)).quantize(Decimal("0.000001"))
            self.book.rates.add(
                day=month.starts_on, currency=currency, per_base=exact, now=_at(month.starts_on)
            )

    def _costs(self, months: list[Period], campaigns: Mapping[str, int]) -> Iterator[Cost]:
        """What selling and each campaign cost, a month; of the month under way nothing is known yet."""
        for month in months[:-1]:
            yield Cost(month.starts_on, "sales", None, Money(self.company.selling_cost * 100, "EUR"))
            for campaign in self.company.campaigns:
                if month.starts_on.month in campaign.months:
                    paid = Money(campaign.monthly_cost * 100, "EUR")
                    yield Cost(month.starts_on, "marketing", campaigns[campaign.name], paid)


def _at(day: date) -> datetime:
    """When it was written down: in the small hours of the day from which it holds."""
    return datetime.combine(day, time(), UTC)


def _months_of(period: Period) -> list[Period]:
    months = [month_of(period.starts_on)]
    while months[-1].ends_on < period.ends_on:
        months.append(following(months[-1]))
    return months
