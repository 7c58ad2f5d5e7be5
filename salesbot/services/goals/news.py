"""Telling of goals that change: exactly those they concern, once, with one reminder, and who has not read it yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import SMALLEST_GROUP, may_see_company
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.goals import Goal, Scope, goal_in_force
from salesbot.domain.people import Person, Role
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.setting import GoalSet, versions_of
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    Recipient,
    person_recipient,
    plan_once,
    plan_to_read,
    told_from,
)
from salesbot.services.scopes import name_of, owner_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class GoalChanged:
    """A goal that became another, for one reader."""

    goal: Goal
    was: Goal | None
    name: str
    own: bool
    row_was: Attainment | None
    """Where it would stand under the old goal; None without one, or where the reader may not know what is won."""
    row: Attainment | None


@dataclass(frozen=True, slots=True)
class GoalNews:
    """What one person is told of goals that somebody set or changed."""

    announcement: str
    """By which the button says what was read."""
    by: Person | None
    changes: tuple[GoalChanged, ...]
    reminder: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody who has not said yet that they read a change of a goal."""

    person: Person
    goal: Goal
    name: str
    told_at: datetime


def concerned(book: Book, scope: Scope, subject_id: int | None, now: datetime) -> set[int]:
    """Whom a goal concerns: the rep; a team's reps (where the team is not too small) and manager; who sees the company.

    A territory's concerns whose it is and who leads that person; while it is nobody's, who sees the company.

    People who left are not among them.
    """
    if scope is Scope.REP and subject_id is not None:
        found = {subject_id}
    elif scope is Scope.TEAM and subject_id is not None:
        members = book.people.members_on(subject_id, workspace_day(book, now))
        manager = book.people.team(subject_id).manager_id
        found = {*(members if len(members) >= SMALLEST_GROUP else ()), *([manager] if manager else ())}
    elif scope is Scope.TERRITORY and subject_id is not None and (owner := owner_of(book, subject_id)):
        edge = book.people.assignment_on(owner, workspace_day(book, now))
        found = {owner, *([edge.manager_id] if edge is not None and edge.manager_id else ())}
    else:
        reps = frozenset(each.id for each in book.people.having(Role.REP))
        leaders = {
            each.id: each for role in (Role.EXECUTIVE, Role.MANAGER) for each in book.people.having(role)
        }
        found = {
            number for number, each in leaders.items() if may_see_company(viewer_of(book, each, now), reps)
        }
    return {number for number in found if book.people.by_id(number).active}


def plan_goal_news(book: Book, by: Person | None, changed: Sequence[GoalSet], now: datetime) -> None:
    """Plan one message to each person concerned, of all that changed for them, and one reminder; not while practising."""
    if not book.workspace.live:
        return
    goals_of: dict[int, list[int]] = defaultdict(list)
    for one in changed:
        people = concerned(book, one.scope, one.subject_id, now) - {by.id if by else 0}
        if one.version is not None and people:
            book.goal_changes.notice(one.version, people, now)
            for person_id in people:
                goals_of[person_id].append(one.version)
    for person_id, goals in goals_of.items():
        _plan_news(book, by, person_id, goals, now)


def plan_goal_question(book: Book, proposal: int, people: Iterable[int], now: datetime) -> None:
    """Plan what each person concerned is asked of a proposed change."""
    for person_id in people:
        _plan(book, Kind.GOAL_ASKED, person_id, f"proposal:{proposal}", {"proposal": proposal}, now)


def plan_goal_answer(book: Book, person_id: int, proposal: int, comment: int, now: datetime) -> None:
    """Plan what who made a proposal hears of a comment."""
    _plan(book, Kind.GOAL_ANSWERED, person_id, f"comment:{comment}", {"proposal": proposal}, now)


def goal_news(book: Book, row: Announcement, now: datetime) -> GoalNews | None:
    """What one person is told now; None: the goals are others already, or (a reminder) everything is read."""
    person_id = Recipient.read(row.recipient).number
    reminder = row.kind == Kind.GOAL_REMINDER
    numbers = [int(each) for each in row.subject["goals"]]
    if reminder:
        unread = {
            each.goal_id
            for each in book.goal_changes.notices(numbers)
            if each.read_at is None and each.person_id == person_id
        }
        numbers = [each for each in numbers if each in unread]
    changes = [_changed(book, number, person_id, now) for number in numbers]
    standing = tuple(each for each in changes if each is not None)
    if not standing:
        return None
    by = row.subject.get("by")
    return GoalNews(row.id, book.people.by_id(int(by)) if by else None, standing, reminder)


def read_goal_news(book: Book, person: Person, announcement_id: str, now: datetime) -> bool:
    """Somebody says that they have read what they were told; False where it was not told to them."""
    row = book.announcements.find(announcement_id)
    if row is None or row.recipient != person_recipient(person.id) or "goals" not in row.subject:
        return False
    book.goal_changes.read([int(each) for each in row.subject["goals"]], person.id, now)
    return True


def unread_changes(book: Book, goals: Iterable[Goal]) -> tuple[Unread, ...]:
    """Who has not read the versions of these goals that stand, the longest told first; not who left."""
    standing = {goal.id: goal for goal in goals if goal.id is not None}
    waiting = [each for each in book.goal_changes.unread() if each.goal_id in standing]
    found = [
        Unread(
            person, standing[each.goal_id],
            name_of(book, standing[each.goal_id].scope, standing[each.goal_id].subject_id), each.told_at,
        )
        for each in waiting
        if (person := book.people.by_id(each.person_id)).active
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.told_at, each.person.name)))


def _plan_news(book: Book, by: Person | None, person_id: int, goals: list[int], now: datetime) -> None:
    subject: dict[str, object] = {"goals": goals, "by": by.id if by else None}
    plan_to_read(book, Kind.GOAL_NEWS, Kind.GOAL_REMINDER, person_id, f"goal:{goals[0]}", subject, now)


def _plan(
    book: Book, kind: Kind, person_id: int, key: str, subject: dict[str, object], now: datetime
) -> None:
    due = told_from(book, book.people.by_id(person_id), now)
    plan_once(
        book, kind, person_recipient(person_id), key, now=now, due=due, subject=subject,
        expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip


def _changed(book: Book, number: int, person_id: int, now: datetime) -> GoalChanged | None:
    goal = book.goals.by_id(number)
    versions = versions_of(book, goal.scope, goal.subject_id, goal.period, goal.metric)
    newest = max(versions, key=lambda each: (each.valid_from, each.recorded_at, each.id or 0))
    if newest.id != number or person_id not in concerned(book, goal.scope, goal.subject_id, now):
        return None
    was = goal_in_force([each for each in versions if (each.id or 0) < number], goal.valid_from)
    measured = Measured(book, goal.period, AsOf(workspace_day(book, now), live=True, known_at=now))
    own = goal.scope is Scope.REP and goal.subject_id == person_id

    def row(version: Goal | None) -> Attainment | None:
        if version is None or version.target is None or goal.scope is Scope.COMPANY:
            return None
        if not measured.is_told(goal.scope, goal.subject_id, goal.metric):
            return None
        return measured.row(goal.scope, goal.subject_id, goal.metric, version.target, version.season)

    name = name_of(book, goal.scope, goal.subject_id)
    return GoalChanged(goal, was, name, own, row(was), row(goal))
