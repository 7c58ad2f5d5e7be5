"""What single reps of a team won in a month past the ramp, and on how many days: what its productivity is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache

from salesbot.domain.absences import FULL_TIME, missed_days
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period, month_of, previous
from salesbot.domain.proration import month_of_service
from salesbot.domain.staffing import RepMonth
from salesbot.services.attainment import Teams, winnings
from salesbot.services.calendars import calendar_of
from salesbot.services.goals.suggesting import RAMP
from salesbot.storage.book import Book

MONTHS_LOOKED_AT = 6


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A month of one rep."""

    person_id: int
    month: Period
    told: RepMonth


def rep_months(book: Book, team_id: int, day: date, now: datetime) -> tuple[MonthOf, ...]:
    """Of the last six whole months: those of everybody who was in the team then, past the ramp, and had won before."""
    teams, calendar = Teams(book.people.assignments(now)), calendar_of(book)
    currency, month, months = book.workspace.counts_in, previous(month_of(day)), list[MonthOf]()
    begun = cache(lambda number: book.credits.first_day(number) or day)
    for _ in range(MONTHS_LOOKED_AT):
        members, workloads = teams.members(team_id, month.starts_on), book.absences.workloads(month.starts_on)
        won = winnings(
            book, REVENUE, month.starts_on, month.ends_on, now, currency, people=members
        ).by_person()
        for number in sorted(members):
            person, money = book.people.by_id(number), won.get(number)
            if (
                begun(number) < month.starts_on
                and _full(person, month)
                and (money is None or isinstance(money, Money))
            ):
                away = book.absences.between(month.starts_on, month.last_day, number)
                days = calendar.between(month.starts_on, month.ends_on) - missed_days(away, month, calendar)
                part = Fraction(workloads.get(number, FULL_TIME), FULL_TIME)
                months.append(MonthOf(number, month, RepMonth(money or Money(0, currency), days * part)))
        month = previous(month)
    return tuple(months)


def _full(person: Person, month: Period) -> bool:
    """Past the ramp on the month's first day, and there all of it."""
    begun = person.started_on
    grown = begun is None or (
        begun < month.starts_on and month_of_service(begun, month.starts_on) > len(RAMP)
    )
    return grown and (person.ended_on is None or person.ended_on >= month.ends_on - DAY)
