"""Pictures where people would rather look: a period's way so far, the path its goal expects, and where it may end."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.forecasting import Forecast, forecast
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.odds import Odds, odds_of
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.pictures import PicturePoint, path
from salesbot.services.attainment import Measured, winnings
from salesbot.services.attainment.winnings import Won
from salesbot.services.calendars import workspace_day
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.figures.subjects import row_for
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PictureShown:
    """A period in a picture; money in the currency of its goal."""

    subject: Subject
    name: str
    own: bool
    row: Attainment
    ahead: Forecast
    odds: Odds | None
    over: bool
    points: tuple[PicturePoint, ...]
    """Empty where the period has no working day."""

    @property
    def period(self) -> Period:
        """The period that is meant."""
        return self.subject.period

    @property
    def fans_out(self) -> bool:
        """Whether the three ways ahead differ."""
        return not self.over and self.ahead.p10 != self.ahead.p90


def picture_shown(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> PictureShown:
    """The subject's period in a picture. Raises NotAllowed for who may not see its figures."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    as_of = AsOf(day, live=True, known_at=now)
    measured = Measured(book, subject.period, as_of)
    row = row_for(measured, viewer, subject)
    assert isinstance(row.won, Money)
    goal = row.goal if isinstance(row.goal, Money) else None
    parts = DividedDeals(book, as_of, row.won.currency)
    ahead = forecast(
        row.won, goal, parts.open_deals(parts.of(subject.scope, subject.subject_id)), subject.period, day
    )
    points = points_of(measured, subject, row, ahead)
    return PictureShown(
        subject=subject, name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id, row=row,
        ahead=ahead, odds=odds_of(ahead.chance) if ahead.chance is not None else None,
        over=subject.period.over(day), points=points,
    )  # fmt: skip


def points_of(
    measured: Measured, subject: Subject, row: Attainment, ahead: Forecast
) -> tuple[PicturePoint, ...]:
    """The period's way so far, the path that its goal expects, and where it may end; empty without a working day."""
    assert isinstance(row.won, Money)
    days = measured.calendar.working_days_of(subject.period)
    if not days:
        return ()
    return path(
        days, measured.as_of.day, _won_by(measured, subject, row.won),
        (ahead.p10 or row.won, ahead.p50 or row.won, ahead.p90 or row.won),
        row.goal if isinstance(row.goal, Money) else None,
        lambda each: Fraction(bisect_right(days, each), len(days)),
    )  # fmt: skip


def _won_by(measured: Measured, subject: Subject, won: Money) -> Callable[[date], Money]:
    """What the subject had won by the evening of a day."""
    start, end = subject.period.starts_on, min(subject.period.ends_on, measured.as_of.until)
    found = winnings(
        measured.book,
        REVENUE,
        start,
        end,
        measured.as_of.known_at,
        won.currency,
        by_day=True,
        by_account=not subject.scope.of_people,
    )
    by_day: dict[date, int] = defaultdict(int)
    for row in found.rows:
        if _is_of(subject, measured, row):
            by_day[row.day] += figures.size_of(row.figure)

    def by(evening: date) -> Money:
        return Money(sum(size for day, size in by_day.items() if day <= evening), won.currency)

    return by


def _is_of(subject: Subject, measured: Measured, row: Won) -> bool:
    if subject.scope is Scope.REP:
        return row.person_id == subject.subject_id
    if subject.scope is Scope.TERRITORY:
        return measured.territories.of(row.account_id or 0, row.day) == subject.subject_id
    return subject.scope is Scope.COMPANY or measured.teams.of(row.person_id, row.day) == subject.subject_id
