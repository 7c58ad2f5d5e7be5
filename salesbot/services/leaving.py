"""Somebody left: who leads them is asked once for the last day, and who takes over what is open. History stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.access import may_settle_person, require
from salesbot.domain.goals import GoalReason, Scope, goals_in_force
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, SlackPerson, Team
from salesbot.domain.periods import DAY
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.deals.handing import hand_over_all
from salesbot.services.goals import Preview, Wanted, propose_goals
from salesbot.services.people import admins, viewer_of
from salesbot.services.planning import Kind, person_recipient, plan_once, told_from
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_QUESTION_LASTS = timedelta(days=14)


class NobodyLeft(SalesbotError):
    """Somebody has not left, or not yet: fact `name`."""

    template = "mistakes/nobody_left"


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left, with what is open."""

    person: Person
    deals: int
    accounts: int
    follow_ups: int
    teams: tuple[Team, ...]
    """The teams that they lead, for which an admin names another manager."""


@dataclass(frozen=True, slots=True)
class Left:
    """What was settled about somebody who left."""

    leaver: Leaver
    last_on: date
    successor: Person | None
    goals: Preview | None
    """The goals that reach beyond the last day, as they would be; None where there is none."""


def plan_leaving_question(book: Book, person: Person, now: datetime) -> bool:
    """Ask who leads somebody whose Slack account ended, or an admin, once; False where nobody is asked."""
    asked = _whom_to_ask(book, person, workspace_day(book, now))
    if asked is None or not book.workspace.live or not person.roles:
        return False
    due = told_from(book, asked, now)
    return plan_once(
        book, Kind.LEFT, person_recipient(asked.id), f"left:{person.id}", now=now, due=due,
        subject={"person": person.id}, expires_after=_QUESTION_LASTS,
    )  # fmt: skip


def leaving_question(book: Book, row: Announcement) -> Leaver | None:
    """Whom the question is about; None where they are back, or it is settled already."""
    person = book.people.by_id(int(row.subject["person"]))
    return None if person.active or person.ended_on is not None else leaver_of(book, person)


def leaver_of(book: Book, person: Person) -> Leaver:
    """Somebody who left, with what is open."""
    return Leaver(
        person=person, deals=book.deals.count_open([person.id]), accounts=len(_accounts_of(book, person.id)),
        follow_ups=len(book.follow_ups.open_of([person.id])),
        teams=tuple(team for team in book.people.teams() if team.manager_id == person.id),
    )  # fmt: skip


def leaver_shown(book: Book, reader: Person | None, person_id: int, *, now: datetime) -> Leaver:
    """Somebody who left, for who leads them and admins. Raises NotAllowed, NobodyLeft, ButtonExpired."""
    _require(book, reader, person_id, now)
    try:
        person = book.people.by_id(person_id)
    except LookupError:
        raise ButtonExpired() from None
    if person.active:
        raise NobodyLeft(name=person.name)
    return leaver_of(book, person)


def settle_leaving(
    book: Book, by: Person, person_id: int, last_on: date, successor: str | None, *, now: datetime,
    met: Mapping[str, SlackPerson],
) -> Left:  # fmt: skip
    """The person's last day; open deals, accounts and follow-ups go to the successor (a Slack id), if one is named.

    From the day after they are in no team; what they won stays theirs and their team's. Raises NotAllowed, NobodyLeft,
    HandedToSame, CannotHold, GuestRefused.
    """
    leaver = leaver_shown(book, by, person_id, now=now)
    to: Person | None = None
    if successor is not None:
        to = hand_over_all(book, by, person_id, successor, now=now, met=met).rep
        for account_id in _accounts_of(book, person_id):
            book.accounts.change(account_id, owner_id=to.id)
        for follow_up in book.follow_ups.open_of([person_id]):
            book.follow_ups.change(follow_up.id, person_id=to.id)
    book.people.change(person_id, ended_on=last_on)
    edge = book.people.assignment_on(person_id, last_on + DAY)
    # Who led them goes on reading their figures, and settles their goals.
    book.people.assign(
        person_id, team_id=None, manager_id=edge.manager_id if edge else None, valid_from=last_on + DAY,
        now=now, by=by.id,
    )  # fmt: skip
    book.records.audit(
        "left", "person", person_id, by=by.id, now=now,
        after={"ended_on": str(last_on), "successor": to.id if to else None},
    )  # fmt: skip
    return Left(leaver, last_on, to, _goals_until(book, by, person_id, last_on, now))


def _goals_until(book: Book, by: Person, person_id: int, last_on: date, now: datetime) -> Preview | None:
    """The person's goals that reach beyond the last day, by the working days up to it: proposed, not made."""
    day, calendar = workspace_day(book, now), calendar_of(book)
    versions = [
        goal
        for goal in book.goals.versions()
        if (goal.scope, goal.subject_id) == (Scope.REP, person_id)
        and goal.period.ends_on > last_on + DAY
        and not goal.period.over(day)
        and goal.metric.adds_up
    ]
    by_period: dict[str, list[Wanted]] = {}
    for goal in goals_in_force(versions, day):
        period = goal.period
        whole = calendar.between(period.starts_on, period.ends_on)
        part = calendar.between(period.starts_on, max(last_on + DAY, period.starts_on))
        if goal.target is not None and whole and part < whole:
            target = figures.scaled(goal.target, Fraction(part, whole)) if part else None
            by_period.setdefault(period.key, []).append(Wanted(Scope.REP, person_id, target, goal.metric))
    if not by_period:
        return None
    key, wanted = min(by_period.items())
    period = next(goal.period for goal in versions if goal.period.key == key)
    return propose_goals(book, by, period, wanted, GoalReason.PLAN, now=now)


def _whom_to_ask(book: Book, person: Person, day: date) -> Person | None:
    edge = book.people.assignment_on(person.id, day)
    manager = book.people.by_id(edge.manager_id) if edge is not None and edge.manager_id is not None else None
    if manager is not None and manager.active:
        return manager
    return next((each for each in admins(book) if each.id != person.id), None)


def _require(book: Book, by: Person | None, person_id: int, now: datetime) -> None:
    require(may_settle_person(viewer_of(book, by, now), person_id), "leaving")


def _accounts_of(book: Book, person_id: int) -> list[int]:
    return [account.id for account in book.accounts.all() if account.owner_id == person_id]
