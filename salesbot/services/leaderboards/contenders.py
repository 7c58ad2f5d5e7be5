"""Who stands where in a period: what everybody brings to a leaderboard."""

from __future__ import annotations

from collections.abc import Collection

from salesbot.analysis.standings import same_point_before
from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.figures import Count
from salesbot.domain.goals import Goal, GoalShare, Scope, goal_share, goals_in_force
from salesbot.domain.leaderboards import By, Contender, Standing, leaderboard
from salesbot.domain.metrics import REVENUE, Metric, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period
from salesbot.services.attainment import Measured, winnings
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import Book


def standings(
    book: Book, period: Period, by: By, as_of: AsOf, people: Collection[int] | None = None
) -> tuple[Standing, ...]:
    """Everybody's place (or these people's) in a period, best first; by attainment, people without a goal come last.

    Without `people`: everybody who sells, and whoever won something or had a goal in the period.
    """
    return leaderboard(contenders(book, period, as_of, people), by)


def contenders(
    book: Book, period: Period, as_of: AsOf, people: Collection[int] | None = None
) -> list[Contender]:
    """What everybody brings to a leaderboard of the period, in the workspace's currency, by number."""
    measured = Measured(book, period, as_of)
    goals = _revenue_goals(book, period, as_of)
    if people is None:
        people = _everybody(measured) | goals.keys()
    won = measured.won().by_person()
    deals = measured.won(Metric(MetricKind.DEALS)).by_person()
    before = _won_before(measured)
    calendar = calendar_of(book)
    return [
        _contender(
            measured, person_id, won.get(person_id), deals.get(person_id), before.get(person_id),
            _share(goals.get(person_id, []), period, calendar, measured.currency),
        )
        for person_id in sorted(people)
    ]  # fmt: skip


def _everybody(measured: Measured) -> set[int]:
    """Who sells and was there in the period, and whoever won something in it."""
    sells = {
        person.id
        for person in measured.people.values()
        if person.has(Role.REP) and person.active and _was_there(person, measured.period)
    }
    return sells | set(measured.won().by_person())


def _was_there(person: Person, period: Period) -> bool:
    joined = person.started_on is None or person.started_on < period.ends_on
    return joined and (person.ended_on is None or person.ended_on >= period.starts_on)


def _contender(
    measured: Measured, person_id: int, won: figures.Figure | None, deals: figures.Figure | None,
    before: figures.Figure | None, share: GoalShare | None,
) -> Contender:  # fmt: skip
    nothing = Money(0, measured.currency)
    return Contender(
        person_id=person_id, name=measured.people[person_id].name,
        won=won if isinstance(won, Money) else nothing,
        deals=deals if isinstance(deals, Count) else Count(0), goal=share,
        won_before=before if isinstance(before, Money) else None,
        won_for_goal=_in_goals_currency(measured, person_id, share),
    )  # fmt: skip


def _share(goals: list[Goal], period: Period, calendar: WorkingCalendar, currency: str) -> GoalShare | None:
    """What the person's goals ask for in the period; those in the workspace's currency come first."""
    own = [goal for goal in goals if goal.target and figures.currency_of(goal.target) == currency]
    return goal_share(own, period, calendar) or goal_share(goals, period, calendar)


def _in_goals_currency(measured: Measured, person_id: int, share: GoalShare | None) -> Money | None:
    currency = figures.currency_of(share.goal) if share is not None else None
    if currency is None or currency == measured.currency:
        return None
    won = measured.won(REVENUE, currency)
    found = won.by_person().get(person_id, won.nothing)
    return found if isinstance(found, Money) else None


def _won_before(measured: Measured) -> dict[int, figures.Figure]:
    """What everybody had won in the period before, after as many working days as are gone of this one."""
    book, as_of = measured.book, measured.as_of
    start, end = same_point_before(measured.period, as_of.day, calendar_of(book), book.workspace.years)
    if start == end:
        return {}
    return winnings(book, REVENUE, start, end, as_of.known_at, measured.currency).by_person()


def _revenue_goals(book: Book, period: Period, as_of: AsOf) -> dict[int, list[Goal]]:
    """The reps' revenue goals in force that cover the period, by person."""
    found: dict[int, list[Goal]] = {}
    for goal in goals_in_force(book.goals.covering(period.starts_on, as_of.known_at), as_of.day):
        of_rep = goal.scope is Scope.REP and goal.metric == REVENUE and goal.subject_id is not None
        if of_rep and goal.subject_id is not None and goal.period.covers_all_of(period):
            found.setdefault(goal.subject_id, []).append(goal)
    return found
