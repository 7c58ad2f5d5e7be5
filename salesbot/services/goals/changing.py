"""Changing goals that stand: looked at before it is made, talked over where wished, then made and told at once.

A proposal keeps what is to change. Its preview shows each goal as it is and as it would be, replaced or blended, with the
attainment under each. It changes nothing until who made it confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.access import Viewer, may_see_company, may_see_person, may_see_team_total, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Figure, currency_of, figure, size_of
from salesbot.domain.goals import GoalReason, Scope, check_target, goal_in_force
from salesbot.domain.metrics import REVENUE, Metric, read_metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, following, read_period
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.news import concerned, plan_goal_answer, plan_goal_news, plan_goal_question
from salesbot.services.goals.setting import (
    GoalReasonMissing,
    GoalSet,
    begins_on,
    blend_in,
    goal_now,
    name_of,
    require_may_set,
    set_goal,
    take_back_goal,
    versions_of,
)
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book
from salesbot.storage.goal_changes import ProposalRow

MOST_REPEATS = 60
"""So many periods are set in one go."""


class ProposalSettled(SalesbotError):
    """A proposed change was made or dropped already: no facts."""

    template = "mistakes/proposal_settled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose goal is to become what."""

    scope: Scope
    subject_id: int | None
    target: Figure | None
    """None: it is taken back."""
    metric: Metric = REVENUE
    floor: Figure | None = None
    stretch: Figure | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One goal as it is and as it would be."""

    scope: Scope
    subject_id: int | None
    name: str
    metric: Metric
    was: Figure | None
    replaced: Figure | None
    """The goal of the whole period if the new one replaces the old."""
    blended: Figure | None
    """The goal of the whole period if each holds for its own working days; None where that is the same."""
    row_was: Attainment | None
    """Where the goal stands as it is; None where the reader may not know what is won."""
    row_replaced: Attainment | None
    row_blended: Attainment | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of a proposal; an empty text: they agree."""

    person: Person
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A proposed change with everything that depends on it."""

    number: int
    period: Period
    reason: GoalReason | None
    made_by: Person
    effects: tuple[Effect, ...]
    concerned: tuple[Person, ...]
    """Who is told when it is made, by name."""
    asked: bool
    said: tuple[Said, ...]

    @property
    def can_blend(self) -> bool:
        """Whether blending makes a difference for any of the goals."""
        return any(effect.blended is not None for effect in self.effects)


def needs_look(book: Book, period: Period, wanted: Iterable[Wanted], now: datetime) -> bool:
    """Whether any goal that stands would become another, so that its change is looked at first."""
    day = workspace_day(book, now)
    return any(
        (standing := goal_now(book, each.scope, each.subject_id, period, each.metric, day)) is not None
        and standing.target != each.target
        for each in wanted
    )


def set_goals(
    book: Book, by: Person, period: Period, wanted: Iterable[Wanted], *, now: datetime,
    reason: GoalReason | None = None, blend: bool = False,
) -> list[GoalSet]:  # fmt: skip
    """Set or take back several goals of a period in one go; each person concerned is told once, of all of theirs.

    Answers with those that changed. Raises what `set_goal` and `take_back_goal` raise; then none is set.
    """
    done = [_set(book, by, period, each, reason, blend, now) for each in wanted]
    changed = [one for one in done if one.changed]
    plan_goal_news(book, by, changed, now)
    return changed


def propose_goals(
    book: Book, by: Person, period: Period, wanted: Iterable[Wanted], reason: GoalReason | None, *, now: datetime
) -> Preview:  # fmt: skip
    """Keep a change of goals to be looked at. Raises NotAllowed, GoalReasonMissing, GoalNotAFigure."""
    day = workspace_day(book, now)
    changes = list(wanted)
    for each in changes:
        require_may_set(book, by, each.scope, each.subject_id, now)
        if each.target is not None:
            check_target(each.metric, each.target)
        standing = goal_now(book, each.scope, each.subject_id, period, each.metric, day)
        if (
            standing is not None
            and each.target is not None
            and reason is None
            and standing.target != each.target
        ):
            raise GoalReasonMissing(
                name=name_of(book, each.scope, each.subject_id), period=period, goal=standing.target,
                reasons=tuple(GoalReason),
            )  # fmt: skip
    row = book.goal_changes.propose(
        period.key, [_written(each) for each in changes], reason.value if reason else None, by=by.id, now=now
    )
    return _preview(book, row, by, now)


def preview_goals(book: Book, reader: Person, number: int, *, now: datetime) -> Preview:
    """A proposal as it stands now, for who made it or may set its goals. Raises ProposalSettled, NotAllowed."""
    return _preview(book, _standing(book, reader, number, now), reader, now)


def confirm_goals(
    book: Book, by: Person, number: int, *, blend: bool = False, now: datetime
) -> list[GoalSet]:
    """Make the proposed change; everybody concerned is told. Raises ProposalSettled, NotAllowed."""
    row = _standing(book, by, number, now)
    reason = GoalReason(row.reason) if row.reason else None
    period = read_period(row.period, book.workspace.year_start)
    wanted = [_read(each) for each in row.changes]
    if not book.goal_changes.change_proposal(number, settled_at=now, outcome="confirmed"):
        raise ProposalSettled()
    return set_goals(book, by, period, wanted, now=now, reason=reason, blend=blend)


def drop_goals(book: Book, by: Person, number: int, *, now: datetime) -> None:
    """Leave goals as they are. Raises ProposalSettled, NotAllowed."""
    _standing(book, by, number, now)
    book.goal_changes.change_proposal(number, settled_at=now, outcome="dropped")


def ask_about_goals(book: Book, by: Person, number: int, *, now: datetime) -> Preview:
    """Ask everybody concerned what they think, before it is made. Raises ProposalSettled, NotAllowed."""
    row = _standing(book, by, number, now)
    preview = _preview(book, row, by, now)
    if row.asked_at is None:
        book.goal_changes.change_proposal(number, asked_at=now)
        plan_goal_question(book, number, [person.id for person in preview.concerned], now)
    return preview


def comment_on_goals(book: Book, person: Person, number: int, text: str, *, now: datetime) -> None:
    """Somebody concerned says what they think, or (empty) agrees; who made the proposal is told.

    Raises ProposalSettled, NotAllowed.
    """
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None:
        raise ProposalSettled()
    require(row.asked_at is not None and person.id in _people_of(book, row, now), "comment")
    comment = book.goal_changes.comment(number, person.id, text.strip()[:1000], now)
    plan_goal_answer(book, row.made_by, number, comment, now)


def asked_of(book: Book, person: Person, number: int, *, now: datetime) -> Preview | None:
    """What somebody concerned is shown of a proposal: only the own goals, or those of teams; None: it is settled."""
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None or person.id not in _people_of(book, row, now):
        return None
    return _preview(book, row, person, now, only_for=person)


def _standing(book: Book, by: Person, number: int, now: datetime) -> ProposalRow:
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None:
        raise ProposalSettled()
    for each in row.changes:
        wanted = _read(each)
        require_may_set(book, by, wanted.scope, wanted.subject_id, now)
    return row


def _people_of(book: Book, row: ProposalRow, now: datetime) -> set[int]:
    wanted = [_read(each) for each in row.changes]
    people = {one for each in wanted for one in concerned(book, each.scope, each.subject_id, now)}
    return people - {row.made_by}


def _set(
    book: Book, by: Person, period: Period, wanted: Wanted, reason: GoalReason | None, blend: bool, now: datetime
) -> GoalSet:  # fmt: skip
    scope, number, metric = wanted.scope, wanted.subject_id, wanted.metric
    if wanted.target is None:
        return take_back_goal(book, by, scope, number, period, now=now, metric=metric, reason=reason)
    return set_goal(
        book, by, scope, number, period, wanted.target, now=now, metric=metric, reason=reason, blend=blend,
        floor=wanted.floor, stretch=wanted.stretch,
    )  # fmt: skip


def _preview(
    book: Book, row: ProposalRow, reader: Person, now: datetime, only_for: Person | None = None
) -> Preview:
    period = read_period(row.period, book.workspace.year_start)
    viewer = viewer_of(book, reader, now)
    measured = Measured(book, period, AsOf(workspace_day(book, now), live=True, known_at=now))
    wanted = [_read(each) for each in row.changes]
    if only_for is not None:
        wanted = [each for each in wanted if only_for.id in concerned(book, each.scope, each.subject_id, now)]
    people = [book.people.by_id(each) for each in _people_of(book, row, now)]
    return Preview(
        number=row.id, period=period, reason=GoalReason(row.reason) if row.reason else None,
        made_by=book.people.by_id(row.made_by),
        effects=tuple(_effect(book, measured, viewer, each) for each in wanted),
        concerned=tuple(sorted(people, key=lambda each: each.name)), asked=row.asked_at is not None,
        said=tuple(
            Said(book.people.by_id(each.person_id), each.text)
            for each in book.goal_changes.comments(row.id)
            if only_for is None or each.person_id == only_for.id
        ),
    )  # fmt: skip


def _effect(book: Book, measured: Measured, viewer: Viewer, wanted: Wanted) -> Effect:
    scope, number, metric, period = wanted.scope, wanted.subject_id, wanted.metric, measured.period
    day = measured.as_of.day
    versions = versions_of(book, scope, number, period, metric)
    standing = goal_in_force(versions, day)
    mixed = None
    if standing is not None and wanted.target is not None:
        mixed = blend_in(book, versions, standing, wanted.target, begins_on(versions, period, day))
    mixed = None if mixed == wanted.target else mixed
    sees = _may_see(book, viewer, scope, number, measured)

    def row(goal: Figure | None) -> Attainment | None:
        return measured.row(scope, number, metric, goal) if sees and goal is not None else None

    was = standing.target if standing is not None else None
    return Effect(
        scope, number, name_of(book, scope, number), metric, was, wanted.target, mixed, row(was),
        row(wanted.target), row(mixed),
    )  # fmt: skip


def _may_see(book: Book, viewer: Viewer, scope: Scope, number: int | None, measured: Measured) -> bool:
    if scope is Scope.COMPANY or number is None:
        return may_see_company(viewer, frozenset(each.id for each in book.people.having(Role.REP)))
    if scope is Scope.TEAM:
        return may_see_team_total(viewer, number, len(measured.members(number)))
    return may_see_person(viewer, number)


def _written(wanted: Wanted) -> dict[str, Any]:
    def sized(value: Figure | None) -> str | None:
        return None if value is None else str(size_of(value))

    target = wanted.target
    return {
        "scope": wanted.scope.value, "subject": wanted.subject_id, "metric": str(wanted.metric),
        "target": sized(target), "currency": None if target is None else currency_of(target),
        "floor": sized(wanted.floor), "stretch": sized(wanted.stretch),
    }  # fmt: skip


def _read(written: dict[str, Any]) -> Wanted:
    def value(name: str) -> Figure | None:
        size = written[name]
        return None if size is None else figure(int(size), written["currency"])

    return Wanted(
        Scope(written["scope"]), written["subject"], value("target"), read_metric(written["metric"]),
        value("floor"), value("stretch"),
    )  # fmt: skip


def repeat_goal(
    book: Book, by: Person, period: Period, until: Period, wanted: Wanted, *, now: datetime
) -> list[GoalSet]:  # fmt: skip
    """Set the same goal for each period of the kind after `period` up to `until`, where none stands yet.

    Everybody concerned is told once of all of them. Raises what `set_goal` raises.
    """
    day, done, each = workspace_day(book, now), list[GoalSet](), following(period)
    while each.starts_on <= until.starts_on and len(done) < MOST_REPEATS:
        if goal_now(book, wanted.scope, wanted.subject_id, each, wanted.metric, day) is None:
            done.append(_set(book, by, each, wanted, None, False, now))
        each = following(each)
    plan_goal_news(book, by, [one for one in done if one.changed], now)
    return done
