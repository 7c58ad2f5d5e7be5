"""A dated record of somebody's goals, outcomes, support, training and absences: for them, and for who leads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from salesbot.domain.access import may_take_record, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.courses import own_trainings
from salesbot.services.people import viewer_of
from salesbot.services.talks import actions_seen
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class RecordLine:
    """Something that happened on a day; `facts` are those of its kind (goal, outcome, talk, absence …)."""

    day: date
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The record of somebody, the oldest first; facts alone, no conclusion."""

    person: Person
    made_on: date
    made_for: str
    lines: tuple[RecordLine, ...]


def require_record(book: Book, reader: Person, person_id: int, *, now: datetime) -> None:
    """NotAllowed where the record is not the reader's to take."""
    require(may_take_record(viewer_of(book, reader, now), person_id), "record")


def person_record(book: Book, reader: Person, person_id: int, *, now: datetime) -> PersonRecord:
    """The dated record of somebody, without private notes and agendas; that it was taken is recorded. Raises NotAllowed."""
    require_record(book, reader, person_id, now=now)
    day, names = workspace_day(book, now), {each.id: each.name for each in book.people.all()}
    lines = [
        *_goals(book, person_id, names), *_outcomes(book, person_id, day, now), *_talks(book, person_id, names),
        *_actions(book, person_id, now), *_trainings(book, person_id, now), *_absences(book, person_id),
        *_support(book, person_id, names, now),
    ]  # fmt: skip
    lines.sort(key=lambda line: line.day)
    book.records.audit("record_taken", "person", person_id, by=reader.id, now=now)
    return PersonRecord(book.people.by_id(person_id), day, reader.name, tuple(lines))


def _goals(book: Book, person_id: int, names: dict[int, str]) -> Iterator[RecordLine]:
    for goal in book.goals.versions():
        if (goal.scope, goal.subject_id) == (Scope.REP, person_id):
            facts = {"goal": goal, "by": names.get(goal.recorded_by or 0, "")}
            yield RecordLine(goal.valid_from, "goal", facts)


def _outcomes(book: Book, person_id: int, day: date, now: datetime) -> Iterator[RecordLine]:
    """How each period for which there was a goal came out; of one that runs, as far as it is."""
    periods: dict[str, Period] = {
        goal.period.key: goal.period
        for goal in book.goals.versions()
        if (goal.scope, goal.subject_id) == (Scope.REP, person_id) and goal.period.starts_on <= day
    }
    for period in periods.values():
        over = period.over(day)
        measured = Measured(book, period, AsOf(day, live=True, known_at=now), only=frozenset({person_id}))
        for row in measured.rows_of(Scope.REP, person_id):
            if row.goal is not None:
                facts = {"row": row, "period": period, "over": over}
                yield RecordLine(period.last_day if over else day, "outcome", facts)


def _talks(book: Book, person_id: int, names: dict[int, str]) -> Iterator[RecordLine]:
    for held_on, by in book.talks.days(person_id):
        yield RecordLine(held_on, "talk", {"by": names.get(by, "")})


def _actions(book: Book, person_id: int, now: datetime) -> Iterator[RecordLine]:
    # The team's change stays out: the file is handed on, and the team is others.
    for seen in actions_seen(book, book.talks.actions(person_id), now=now, with_team=False):
        yield RecordLine(seen.action.starts_on, "action", {"seen": seen})


def _trainings(book: Book, person_id: int, now: datetime) -> Iterator[RecordLine]:
    for seen in own_trainings(book, person_id, now=now):
        yield RecordLine(seen.enrolment.done_on or seen.enrolment.due_on, "training", {"seen": seen})


def _absences(book: Book, person_id: int) -> Iterator[RecordLine]:
    """Days alone: why somebody was away is nobody's business, and is not known."""
    for absence in book.absences.between(date.min, date.max, person_id):
        yield RecordLine(absence.first_on, "absence", {"first": absence.first_on, "last": absence.last_on})


def _support(book: Book, person_id: int, names: dict[int, str], now: datetime) -> Iterator[RecordLine]:
    """What others did for them: troubles taken to another department, and help with deals that were won."""
    for case in book.cases.all():
        if (case.scope, case.subject_id) == (Scope.REP, person_id):
            opened_on = workspace_day(book, case.recorded_at)
            yield RecordLine(opened_on, "case", {"case": case, "by": names.get(case.recorded_by or 0, "")})
    for state in book.deals.states_at(now, None):
        helpers = [share.person_id for share in state.shares if share.assist and share.person_id != person_id]
        if state.rep_id == person_id and state.outcome is Outcome.WON and state.closed_on and helpers:
            account = book.accounts.by_id(state.account_id).name
            by = tuple(names[each] for each in helpers)
            yield RecordLine(state.closed_on, "help", {"account": account, "by": by})
