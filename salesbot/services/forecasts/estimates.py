"""Saying how a period will end: a rep's commit and best case, the manager's beside it, and a team's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_estimate, may_estimate_team, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.estimates import (
    Estimate,
    EstimateRefused,
    Estimates,
    check_estimate,
    commit_of_team,
    estimates_of,
)
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.explaining import Subject
from salesbot.services.people import viewer_of
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class EstimateStated:
    """A commit and best case as they are from now on, and as they were."""

    subject: Subject
    name: str
    estimate: Estimate
    was: Estimate | None
    own: bool
    """Whether it is about who stated it."""
    rep: Estimate | None
    """What the rep said, where somebody else put this beside it."""
    changed: bool
    won: Money


def may_state(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> bool:
    """Whether somebody may say how this period will end."""
    viewer = viewer_of(book, person, now)
    if subject.subject_id is None or subject.scope in (Scope.COMPANY, Scope.TERRITORY):
        return False
    if subject.scope is Scope.TEAM:
        return may_estimate_team(viewer, subject.subject_id)
    return may_estimate(viewer, subject.subject_id)


def state_estimate(
    book: Book, by: Person, subject: Subject, commit: Money | None, best_case: Money | None, *, now: datetime
) -> EstimateStated:
    """Say how a period will end; every version is kept. Raises NotAllowed, EstimateRefused.

    Both None takes back what the same person said before. A period that is over is refused.
    """
    require(may_state(book, by, subject, now=now), "estimate")
    day = workspace_day(book, now)
    row = Measured(book, subject.period, AsOf(day, True, now)).main_row(subject.scope, subject.subject_id)
    assert isinstance(row.won, Money)
    standing = estimates_for(book, subject, known_at=now)
    own = subject.scope is not Scope.REP or by.id == subject.subject_id
    was = standing.own if own else standing.beside
    if subject.period.over(day):
        raise EstimateRefused(why="over", commit=commit, best_case=best_case, currency=row.won.currency)
    if commit is not None or best_case is not None or was is None:
        check_estimate(commit, best_case, row.won.currency)
    stated = Estimate(subject.scope, subject.subject_id, subject.period, commit, best_case, now, by.id)
    changed = was is None or (was.commit, was.best_case) != (commit, best_case)
    if changed:
        book.estimates.add(stated, row.won.currency)
    rep = standing.own if not own else None
    name = name_of(book, subject.scope, subject.subject_id)
    return EstimateStated(subject, name, stated, was, own, rep, changed, row.won)


def estimates_for(book: Book, subject: Subject, *, known_at: datetime) -> Estimates:
    """What is said of one period of a person, a team or the company."""
    return Stated(book.estimates.versions(subject.period, known_at)).of(subject.scope, subject.subject_id)


class Stated:
    """Everything that was said of a period, by whom it is about."""

    def __init__(self, versions: Iterable[Estimate]) -> None:
        self._by: dict[tuple[Scope, int | None], list[Estimate]] = defaultdict(list)
        for each in versions:
            self._by[each.scope, each.subject_id].append(each)

    def of(self, scope: Scope, subject_id: int | None) -> Estimates:
        """What is said of one of them."""
        return estimates_of(self._by.get((scope, subject_id), ()))


def commit_in(
    measured: Measured, stated: Stated, scope: Scope, subject_id: int | None, won: Money
) -> Money | None:
    """What is promised of the period: a rep's own word, a team's and the company's as `commit_of_team`."""
    own = stated.of(scope, subject_id).own
    if scope in (Scope.REP, Scope.TERRITORY):
        return own.commit if own is not None else None
    of_team = scope is Scope.TEAM and subject_id is not None
    people = measured.members(subject_id or 0) if of_team else frozenset(measured.people)
    said = [(number, stated.of(Scope.REP, number)) for number in people]
    return commit_of_team(
        own, won, [(each, _won(measured, number)) for number, each in said if each.counted is not None]
    )


def _won(measured: Measured, person_id: int) -> Money:
    won = measured.main_row(Scope.REP, person_id).won
    assert isinstance(won, Money)
    return won
