"""Whose figures stand within those of a team or the company, as far as the reader may see them."""

from __future__ import annotations

from salesbot.domain.alphabet import alphabetical
from salesbot.domain.metrics import REVENUE
from salesbot.domain.scopes import Scope
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.figures.subjects import Subject, may_see_subject

Named = tuple[str, Subject]


def within(measured: Measured, viewer: Viewer, subject: Subject) -> tuple[Named, ...]:
    """A team's people; of the company its teams, and its territories where it goes by revenue."""
    if subject.scope is Scope.TEAM and subject.subject_id is not None:
        return _seen(measured, viewer, subject, Scope.REP, measured.members(subject.subject_id))
    if subject.scope is not Scope.COMPANY:
        return ()
    teams = _seen(measured, viewer, subject, Scope.TEAM, measured.subjects(Scope.TEAM))
    if subject.metric != REVENUE:
        return teams
    return (*teams, *_seen(measured, viewer, subject, Scope.TERRITORY, measured.subjects(Scope.TERRITORY)))


def _seen(
    measured: Measured, viewer: Viewer, of: Subject, scope: Scope, numbers: frozenset[int] | list[int | None]
) -> tuple[Named, ...]:
    found = [
        (measured.name_of(scope, number), Subject(scope, number, of.period, of.metric))
        for number in numbers
        if number is not None
    ]
    day = measured.as_of.day
    seen = [each for each in found if may_see_subject(measured.book, viewer, each[1], day)]
    return tuple(sorted(seen, key=lambda each: alphabetical(each[0])))
