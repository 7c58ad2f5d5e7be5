"""The best of a week or month, for a team's channel: names in order, no figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Goal, Scope, goal_share, goals_in_force
from salesbot.domain.leaderboards import By, Contender, leaderboard
from salesbot.domain.leaderboards import top_performers as best_of
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of, previous, week_of
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning import Kind
from salesbot.services.recognition import team_told
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TopPerformers:
    """Who was best, in order, of those who want to be named."""

    team: Team
    period: Period
    weekly: bool
    first_day: date
    """The period's first working day."""
    last_day: date
    by: By
    people: tuple[Person, ...]


def top_performers(book: Book, row: Announcement, now: datetime) -> TopPerformers | None:
    """The best of the period that the row tells of; None: nobody to name, or the team wants no such post."""
    team = team_told(book, row.recipient)
    if team is None or team.leaderboard == "off":
        return None
    weekly = row.kind == Kind.TOP_WEEK
    day = date.fromisoformat(row.subject["day"])
    period = previous(week_of(day) if weekly else month_of(day))
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    contenders, by = _contenders(book, team, period, as_of)
    named = [book.people.by_id(each.person_id) for each in best_of(leaderboard(contenders, by))]
    public = tuple(person for person in named if person.praise == "public" and person.active)
    if not public:
        return None
    calendar = calendar_of(book)
    return TopPerformers(
        team, period, weekly,
        calendar.first_working_of(period) or period.starts_on,
        calendar.last_working_of(period) or period.last_day, by, public,
    )  # fmt: skip


def _contenders(book: Book, team: Team, period: Period, as_of: AsOf) -> tuple[list[Contender], By]:
    """Everybody of the team with what they won, by share of the own goal; by amount where nobody has a goal."""
    measured = Measured(book, period, as_of)
    won = measured.won().by_person()
    goals = _goals_by_person(book, period, as_of)
    calendar = calendar_of(book)
    contenders = []
    for person_id in sorted(measured.members(team.id)):
        amount = won.get(person_id, Money(0, measured.currency))
        assert isinstance(amount, Money)
        own = [goal for goal in goals.get(person_id, []) if _in(goal, measured.currency)]
        contenders.append(
            Contender(
                person_id, measured.people[person_id].name, amount, goal=goal_share(own, period, calendar)
            )
        )
    return contenders, By.ATTAINMENT if any(each.goal for each in contenders) else By.AMOUNT


def _goals_by_person(book: Book, period: Period, as_of: AsOf) -> dict[int, list[Goal]]:
    """The reps' revenue goals in force that cover the first day of the period."""
    found: dict[int, list[Goal]] = {}
    versions = book.goals.covering(period.starts_on, as_of.known_at)
    for goal in goals_in_force(versions, as_of.day):
        if goal.scope is Scope.REP and goal.metric == REVENUE and goal.subject_id is not None:
            found.setdefault(goal.subject_id, []).append(goal)
    return found


def _in(goal: Goal, currency: str) -> bool:
    return goal.target is not None and figures.currency_of(goal.target) == currency
