"""A manager's review at the end of the week: what the week brought, by person, and where the month stands with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_see_person
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of, week_of
from salesbot.domain.pictures import PicturePoint
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, place_of, workspace_day
from salesbot.services.deals_as_of import Part
from salesbot.services.digests.changed import Moments
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.digests.teams import team_part
from salesbot.services.digests.told import Corrected, Since, TeamPart
from salesbot.services.digests.weeks_before import WeeksBefore, recorded_after, weeks_before
from salesbot.services.figures import Subject
from salesbot.services.people import viewer_of
from salesbot.services.pictures import points_of
from salesbot.services.unprompted import unwished
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum


@dataclass(frozen=True, slots=True)
class WeekLine:
    """What one person's week brought: the parts of deals that count for them."""

    name: str
    won: Money
    wins: int
    lost: int
    new: int
    """Deals that were not there when the week began."""


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """What a team's week brought."""

    part: TeamPart
    """Where its month stands, and what changed in the week by cause."""
    won: Money
    wins: int
    lines: tuple[WeekLine, ...]
    """Those who may be seen, most won first."""
    points: tuple[PicturePoint, ...] = ()
    """The month so far against the path that its goal expects: drawn where the review tells of one team."""
    missed: WeekLine | None = None
    """What the weeks brought that no review told of."""
    after: tuple[Corrected, ...] = ()
    """What the week before became after its review."""


@dataclass(frozen=True, slots=True)
class WeekReview:
    """The review of a week, live: it is told before the week is over."""

    person: Person
    as_of: AsOf
    now: datetime
    place: str
    week: Period
    period: Period
    since: Since
    teams: tuple[TeamWeek, ...]
    people: dict[int, str]
    missed: tuple[Period, ...] = ()
    """The weeks before this one of which no review told."""


def week_review(book: Book, person_id: int, now: datetime) -> WeekReview | str:
    """The review that somebody gets at the week's end, or why none. Only what they may see at this moment."""
    person, day = book.people.by_id(person_id), workspace_day(book, now)
    why = unwished(book, person, "week", now)
    if why is not None:
        return why
    viewer = viewer_of(book, person, now)
    teams = teams_of_digest(book, person, viewer, day)
    if not teams:
        return "leads nobody"
    week, as_of = week_of(day), AsOf(day, live=True, known_at=now)
    monday = calendar_of(book).first_working_of(week) or week.starts_on
    moments = Moments(book, as_of, AsOf(monday, live=False, known_at=now))
    seen = {one.id: one.name for one in book.people.all()}
    before = weeks_before(book, person, week, as_of)
    return WeekReview(
        person=person, as_of=as_of, now=now, place=place_of(book), week=week, period=month_of(day),
        since=Since(monday, yesterday=False, sent=False, passed=0, missed=()),
        teams=tuple(
            _week(
                book, team.id, moments, week, before, lambda number: may_see_person(viewer, number),
                len(teams) == 1,
            )
            for team in teams
        ),
        missed=before.missed,
        people={number: name.split()[0] if name.split() else name for number, name in seen.items()},
    )  # fmt: skip


def _week(
    book: Book, team_id: int, moments: Moments, week: Period, before: WeeksBefore, sees: Callable[[int], bool],
    drawn: bool,
) -> TeamWeek:  # fmt: skip
    part = team_part(book, team_id, month_of(moments.now.day), moments, sees)
    parts = moments.parts(part.won.currency)
    mine = parts.of_team(team_id)
    known = {one.state.deal_id for one in moments.parts_before(part.won.currency).all}
    names = {one.id: one.name for one in book.people.all()}
    brought = _Brought(moments, team_id, parts.currency)
    theirs = defaultdict[int, list[Part]](list)
    for one in mine:
        theirs[one.person_id].append(one)
    lines = [
        _line(names[each], theirs[each], week, known, brought.by(week, each))
        for each in sorted({*theirs, *brought.people(week)})
        if sees(each)
    ]
    shown = [line for line in lines if line.wins or line.lost or line.new or line.won.minor]
    whole = _line("", mine, week, known, brought.by(week))
    shown.sort(key=lambda line: (-line.won.minor, line.name.casefold()))
    points = _drawn(book, team_id, moments.now, part) if drawn and part.goal is not None else ()
    return TeamWeek(
        part, whole.won, whole.wins, tuple(shown), points,
        missed=_line("", mine, before.span, known, brought.by(before.span)) if before.span is not None else None,
        after=tuple(recorded_after(parts, team_id, before, moments.now, sees)),
    )  # fmt: skip


def _drawn(book: Book, team_id: int, as_of: AsOf, part: TeamPart) -> tuple[PicturePoint, ...]:
    subject = Subject(Scope.TEAM, team_id, month_of(as_of.day))
    return points_of(Measured.shared(book, subject.period, as_of), subject, part.row, part.forecast)


@dataclass(frozen=True)
class _Brought:
    """What is credited to a team's people on days of some weeks: the rows of which their attainment is the sum."""

    moments: Moments
    team_id: int
    currency: str

    def by(self, weeks: Period, person_id: int | None = None) -> Money:
        """What those days brought, by all of them or one."""
        rows = (row for row in self._rows(weeks) if person_id is None or row.person_id == person_id)
        return Money(sum(row.amount.minor for row in rows), self.currency)

    def people(self, weeks: Period) -> set[int]:
        """By whom."""
        return {row.person_id for row in self._rows(weeks)}

    def _rows(self, weeks: Period) -> Sequence[CreditSum]:
        measured = Measured.shared(self.moments.book, weeks, self.moments.now)
        return measured.credited.to(Scope.TEAM, self.team_id, self.currency)


def _line(name: str, mine: list[Part], week: Period, known: set[int], won: Money) -> WeekLine:
    wins = (one for one in mine if one.state.outcome is Outcome.WON and _in(one, week))
    return WeekLine(
        name=name,
        won=won,
        wins=len({one.state.deal_id for one in wins if one.state.amount.minor > 0}),
        lost=len({one.state.deal_id for one in mine if one.state.outcome is Outcome.LOST and _in(one, week)}),
        new=len({one.state.deal_id for one in mine} - known),
    )


def _in(part: Part, week: Period) -> bool:
    return part.state.closed_on is not None and week.covers(part.state.closed_on)
