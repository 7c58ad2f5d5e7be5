"""Whose goals and figures somebody may see and set, and how those they are about are called."""

from __future__ import annotations

from datetime import date

from salesbot.domain.access import (
    may_read_goal,
    may_see_company,
    may_see_person,
    may_see_team_total,
    may_see_territory,
    may_set_company_goal,
    may_set_goal,
    may_set_territory_goal,
    may_settle_team,
)
from salesbot.domain.people import Role
from salesbot.domain.scopes import Scope
from salesbot.domain.viewers import Viewer
from salesbot.storage.book import Book


def may_see(book: Book, viewer: Viewer, scope: Scope, subject_id: int | None, day: date) -> bool:
    """Whether somebody may see what a subject has won, on that day."""
    if scope is Scope.COMPANY or subject_id is None:
        return may_see_company(viewer, reps_of(book))
    if scope is Scope.TEAM:
        return may_see_team_total(viewer, subject_id, len(book.people.members_on(subject_id, day)))
    if scope is Scope.TERRITORY:
        return may_see_territory(viewer, owner_of(book, subject_id), reps_of(book))
    return may_see_person(viewer, subject_id)


def may_read_goal_of(book: Book, viewer: Viewer, person_id: int, day: date) -> bool:
    """Whether somebody may read a person's goal, without what is won, as the person's team settled."""
    if may_see_person(viewer, person_id):
        return True
    edge = book.people.assignment_on(person_id, day)
    team = book.people.team(edge.team_id) if edge is not None and edge.team_id is not None else None
    return team is not None and may_read_goal(viewer, person_id, team.id, team.goals_read_by)


def may_set(book: Book, viewer: Viewer, scope: Scope, subject_id: int | None) -> bool:
    """Whether somebody may set a subject's goal."""
    if scope is Scope.COMPANY or subject_id is None:
        return may_set_company_goal(viewer, reps_of(book))
    if scope is Scope.TEAM:
        return may_settle_team(viewer, subject_id)
    if scope is Scope.TERRITORY:
        return may_set_territory_goal(viewer, owner_of(book, subject_id), reps_of(book))
    return may_set_goal(viewer, subject_id)


def name_of(book: Book, scope: Scope, subject_id: int | None) -> str:
    """The person's, team's or territory's name; empty for the company."""
    if scope is Scope.COMPANY or subject_id is None:
        return ""
    if scope is Scope.TERRITORY:
        return book.relationships.territory(subject_id).name
    return book.people.by_id(subject_id).name if scope is Scope.REP else book.people.team(subject_id).name


def owner_of(book: Book, territory_id: int) -> int | None:
    """Whose the territory is; None while it is nobody's."""
    return book.relationships.territory(territory_id).owner_id


def reps_of(book: Book) -> frozenset[int]:
    """Everybody who sells."""
    return frozenset(person.id for person in book.people.having(Role.REP))
