"""How many people a team's goal takes, and its open seats: for who leads the team, and for admins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import may_see_team_total, may_settle_team, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.seats import Seat, SeatStep
from salesbot.domain.staffing import Member, Productivity, Staffing, productivity_of, seat_cost, staffing
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.goals.suggesting import RAMP
from salesbot.services.people import viewer_of
from salesbot.services.plans.productivity import MonthOf, rep_months
from salesbot.services.plans.selling import selling_in
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class SeatShown:
    """An open seat, what it costs, and how far the search is."""

    seat: Seat
    team: Team
    cost: Money | None
    """In the period, against a full person from its first day; None without a productivity, or without its sight."""
    steps: tuple[SeatStep, ...]
    """Those of hiring, by day."""

    @property
    def next_step(self) -> SeatStep | None:
        """The first that is not done."""
        return next((step for step in self.steps if step.done_on is None), None)


@dataclass(frozen=True, slots=True)
class StaffingShown:
    """How many people a team's goal of a period takes."""

    team: Team
    period: Period
    day: date
    figures: bool
    """Whether the reader may see what the team wins; an admin by that alone may not."""
    goal: Money | None
    taken_over: Period | None
    """Whose goal it is by its working days, where the period has none of its own."""
    productivity: Productivity | None
    months: tuple[MonthOf, ...]
    """Whose months that is, the newest first; none where the reader may not see what the team wins."""
    selling: Mapping[int, Member]
    """Who sells in the team in that time, by number."""
    result: Staffing | None
    seats: tuple[SeatShown, ...]
    seat_goals: Money | None
    """What the open seats' goals of a month add up to."""
    people: dict[int, str]


def may_staff(viewer: Viewer, team_id: int) -> bool:
    """Whether somebody plans a team's people: who leads it, and admins."""
    return may_settle_team(viewer, team_id)


def staffing_shown(
    book: Book, person: Person | None, team_id: int, period: Period, *, now: datetime
) -> StaffingShown:
    """How many people the team's goal takes, and its open seats. Raises NotAllowed."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_staff(viewer, team_id), "staffing")
    members = book.people.members_on(team_id, day)
    sees = may_see_team_total(viewer, team_id, len(members))
    goal, taken_over = _goal(book, team_id, period, day, now) if sees else (None, None)
    months = rep_months(book, team_id, day, now) if sees else ()
    found = productivity_of((each.told for each in months), book.workspace.counts_in)
    selling = selling_in(book, team_id, period, day, now)
    result = None
    if goal is not None and found is not None:
        result = staffing(goal, period, selling.values(), found, calendar_of(book), RAMP, day)
    seats = book.seats.open_of([team_id])
    return StaffingShown(
        team=book.people.team(team_id), period=period, day=day, figures=sees, goal=goal, taken_over=taken_over,
        productivity=found, months=months, selling=selling, result=result, seats=seats_shown(book, seats, found, period),
        seat_goals=_sum(each.goal for each in seats) if sees else None,
        people={each.id: each.name for each in book.people.all()},
    )  # fmt: skip


def seats_shown(
    book: Book, seats: Iterable[Seat], found: Productivity | None, period: Period
) -> tuple[SeatShown, ...]:
    """The seats with their steps, and what each costs in the period."""
    seats, calendar = tuple(seats), calendar_of(book)
    steps = book.seats.steps([each.id for each in seats])
    return tuple(
        SeatShown(
            seat, book.people.team(seat.team_id),
            seat_cost(found.a_day, period, seat.starts_on, calendar, RAMP) if found is not None else None,
            tuple(step for step in steps if step.seat_id == seat.id and step.kind.of_hiring),
        )
        for seat in seats
    )  # fmt: skip


def _goal(
    book: Book, team_id: int, period: Period, day: date, now: datetime
) -> tuple[Money | None, Period | None]:
    """The team's goal of the period; else this month's by working days, and whose it is."""
    own = goal_of(book, team_id, period, day, now)
    month = month_of(day)
    if own is not None or period == month:
        return own, None
    taken = goal_of(book, team_id, month, day, now)
    calendar = calendar_of(book)
    days, all_days = (len(calendar.working_days_of(each)) for each in (month, period))
    if taken is None or not days:
        return None, None
    return Money(round_half_even(Fraction(taken.minor * all_days, days)), taken.currency), month


def goal_of(book: Book, team_id: int, period: Period, day: date, now: datetime) -> Money | None:
    """The team's goal of a period, in the workspace's currency; None without one."""
    measured = Measured(book, period, AsOf(day, True, now))
    goals = measured.goals_of(Scope.TEAM, team_id, REVENUE)
    own = [goal for goal in goals if isinstance(goal, Money) and goal.currency == measured.currency]
    return own[0] if own else None


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told[1:], told[0]) if told else None
