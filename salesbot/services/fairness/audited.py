"""The month's fairness audit, for who leads a team."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.absences import FULL_TIME
from salesbot.domain.as_of import AsOf, morning_of
from salesbot.domain.fairness import Counted, Fairness, audit, is_new
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import Period, month_of, previous
from salesbot.services.calendars import workspace_day
from salesbot.services.fairness.counted import praised_between
from salesbot.services.leaderboards import contenders
from salesbot.services.planning import Recipient, led_teams
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TeamFairness:
    """How praise fell on one team."""

    team: Team
    fairness: Fairness
    left_out: int
    """Who wants no praise is not counted."""
    counted: tuple[Counted, ...]
    """Everybody else, the most praised first."""
    deals: tuple[int, ...]
    """The deals for which they were praised, the latest praise first."""


@dataclass(frozen=True, slots=True)
class FairnessTold:
    """The audit of a month, of every team that somebody leads."""

    manager: Person
    period: Period
    teams: tuple[TeamFairness, ...]


def fairness_told(book: Book, row: Announcement, now: datetime) -> FairnessTold | None:
    """The audit of the month before the row's day; None for who leads no team of two any more.

    It is the same however often it is asked for the same instant.
    """
    manager = book.people.by_id(Recipient.read(row.recipient).number)
    day = date.fromisoformat(row.subject["day"])
    period = previous(month_of(day))
    found = (audited(book, team, period, now) for team in led_teams(book, manager, workspace_day(book, now)))
    teams = tuple(each for each in found if each.fairness.people > 1)
    return FairnessTold(manager, period, teams) if teams else None


def attainments(book: Book, people: list[int], period: Period, now: datetime) -> dict[int, Fraction]:
    """How far each of these people with a goal came in a period that is over."""
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    found = contenders(book, period, as_of, people)
    return {each.person_id: each.attainment for each in found if each.attainment is not None}


def reps_of(book: Book, team: Team, day: date) -> list[Person]:
    """Who sells in the team on a day."""
    people = (book.people.by_id(one) for one in book.people.members_on(team.id, day))
    return [person for person in people if person.active and person.has(Role.REP)]


def audited(book: Book, team: Team, period: Period, now: datetime) -> TeamFairness:
    """How praise fell on the people of one team in a month."""
    reps = reps_of(book, team, period.last_day)
    wanted = [person for person in reps if person.praise != "none"]
    zone = book.workspace.zone
    told = praised_between(book, morning_of(period.starts_on, zone), morning_of(period.ends_on, zone))
    hours = book.absences.workloads(period.last_day)
    attained = attainments(book, [person.id for person in wanted], period, now)
    counted = [
        Counted(
            person.id, person.name,
            Counter(each.kind for each in told if each.person_id == person.id),
            part_time=hours.get(person.id, FULL_TIME) < FULL_TIME,
            new=is_new(person.started_on, period.ends_on), attainment=attained.get(person.id),
        )
        for person in wanted
    ]  # fmt: skip
    theirs = {person.id for person in wanted}
    deals = [each.deal_id for each in reversed(told) if each.deal_id is not None and each.person_id in theirs]
    counted.sort(key=lambda one: (-one.praises, one.name, one.person_id))
    return TeamFairness(
        team, audit(counted), len(reps) - len(wanted), tuple(counted), tuple(dict.fromkeys(deals))
    )
