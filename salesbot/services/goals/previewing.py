"""A proposed change with everything that depends on it: each goal as it is and as it would be, replaced or blended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalReason, Scope, goal_in_force
from salesbot.domain.metrics import Metric
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, read_period
from salesbot.domain.seasons import Season
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.news import concerned
from salesbot.services.goals.setting import begins_on, blend_in, season_of, versions_of
from salesbot.services.goals.wanted import Wanted, read_wanted
from salesbot.services.people import viewer_of
from salesbot.services.scopes import may_see, name_of
from salesbot.storage.book import Book
from salesbot.storage.goal_changes import ProposalRow


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


def preview_of(
    book: Book, row: ProposalRow, reader: Person, now: datetime, only_for: Person | None = None
) -> Preview:
    """A proposal as a reader may see it; `only_for`: no more than concerns this person."""
    period = read_period(row.period, book.workspace.years.known(row.made_at))
    viewer = viewer_of(book, reader, now)
    measured = Measured(book, period, AsOf(workspace_day(book, now), live=True, known_at=now))
    wanted = [read_wanted(each) for each in row.changes]
    if only_for is not None:
        wanted = [each for each in wanted if only_for.id in concerned(book, each.scope, each.subject_id, now)]
    people = [book.people.by_id(each) for each in people_of(book, row, now)]
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


def people_of(book: Book, row: ProposalRow, now: datetime) -> set[int]:
    """Whom a proposal concerns, without who made it."""
    wanted = [read_wanted(each) for each in row.changes]
    people = {one for each in wanted for one in concerned(book, each.scope, each.subject_id, now)}
    return people - {row.made_by}


def _effect(book: Book, measured: Measured, viewer: Viewer, wanted: Wanted) -> Effect:
    scope, number, metric, period = wanted.scope, wanted.subject_id, wanted.metric, measured.period
    day = measured.as_of.day
    versions = versions_of(book, scope, number, period, metric)
    standing = goal_in_force(versions, day)
    mixed, season = None, season_of(book, period, metric, wanted.season, standing)
    if standing is not None and wanted.target is not None:
        since = begins_on(versions, period, day)
        mixed = blend_in(book, versions, standing, wanted.target, since, season)
    mixed = None if mixed == wanted.target else mixed
    sees = may_see(book, viewer, scope, number, day) and measured.is_told(scope, number, metric)

    def row(goal: Figure | None, by: Season = season) -> Attainment | None:
        return measured.row(scope, number, metric, goal, by) if sees and goal is not None else None

    was = standing.target if standing is not None else None
    before = standing.season if standing is not None else season
    return Effect(
        scope, number, name_of(book, scope, number), metric, was, wanted.target, mixed, row(was, before),
        row(wanted.target), row(mixed),
    )  # fmt: skip
