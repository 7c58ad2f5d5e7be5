"""The best of a day, week, month or quarter, for a team's channel: names in order, no figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.as_of import AsOf
from salesbot.domain.feats import Feat
from salesbot.domain.figures import size_of
from salesbot.domain.leaderboards import By, Contender, Step, leaderboard, podium
from salesbot.domain.leaderboards import top_performers as best_of
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, custom, month_of, previous, quarter_of, week_of
from salesbot.domain.recognition import best_scored
from salesbot.services.attainment import Measured, winnings
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.leaderboards import contenders
from salesbot.services.planning import NAMING, Kind, mode_on
from salesbot.services.recognition import team_told
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TopPerformers:
    """Who was best, in order, of those who want to be named."""

    team: Team
    period: Period
    span: str
    """day, week, month or quarter."""
    first_day: date
    """The period's first working day."""
    last_day: date
    by: By
    people: tuple[Person, ...]
    podium: tuple[Step, ...]
    """The first three of them, in the order in which they stand on it."""
    improved: Person | None
    """Who won most more than in the period before, where the team wants to hear of it."""
    satisfied: Person | None = None
    """Whose customers were happiest in a month, where the team wants to hear of it."""


def top_performers(book: Book, row: Announcement, now: datetime) -> TopPerformers | None:
    """The best of the period that the row tells of; None: nobody to name, or the team wants no such post."""
    team, kind = team_told(book, row.recipient), Kind(row.kind)
    if team is None or mode_on(book, team, workspace_day(book, now)) not in NAMING:
        return None
    settled = book.praise.of_team(team.id)
    if not settled.tells(Feat(kind.value)):
        return None
    period = _told_of(book, kind, date.fromisoformat(row.subject["day"]))
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    found = contenders(book, period, as_of, Measured(book, period, as_of).members(team.id))
    by = settled.top_by
    if by is By.ATTAINMENT and not any(each.goal for each in found):
        by = By.AMOUNT
    named = best_of(leaderboard(found, by), settled.top_n)
    places = {each.person_id: each.place or 0 for each in named}
    public = tuple(_naming(book, (each.person_id for each in named)))
    improved = _most_improved(book, found) if settled.tells(Feat.IMPROVED) else None
    wanted = kind is Kind.TOP_MONTH and settled.tells(Feat.SATISFACTION)
    satisfied = _best_scored(book, found, period, now) if wanted else None
    if not public and improved is None and satisfied is None:
        return None
    calendar = calendar_of(book)
    return TopPerformers(
        team, period, kind.value.removeprefix("top_"),
        calendar.first_working_of(period) or period.starts_on,
        calendar.last_working_of(period) or period.last_day, by, public,
        podium([(person.name, places[person.id]) for person in public]), improved, satisfied,
    )  # fmt: skip


def _told_of(book: Book, kind: Kind, day: date) -> Period:
    """The day, week, month or quarter before the one in which the day lies."""
    if kind is Kind.TOP_DAY:
        before = calendar_of(book).last_working_before(day)
        return custom(before, before)
    if kind is Kind.TOP_WEEK:
        return previous(week_of(day))
    if kind is Kind.TOP_QUARTER:
        return previous(quarter_of(day, book.workspace.years), book.workspace.years)
    return previous(month_of(day))


def _most_improved(book: Book, found: list[Contender]) -> Person | None:
    """The one at the top by improvement; nobody where two share it, or in a team of fewer than four."""
    best = best_of(leaderboard(found, By.IMPROVED), 1)
    return next(_naming(book, (each.person_id for each in best)), None)


def _best_scored(book: Book, found: list[Contender], period: Period, now: datetime) -> Person | None:
    """Whose customers were happiest, of a team of four or more."""
    if len(found) < SMALLEST_GROUP:
        return None
    metric, team = Metric(MetricKind.SATISFACTION), {each.person_id for each in found}
    won = winnings(book, metric, period.starts_on, period.ends_on, now).rows_by_person
    scores = {who: [size_of(row.figure) for row in rows] for who, rows in won.items() if who in team}
    best = best_scored(scores)
    return next(_naming(book, [best]), None) if best is not None else None


def _naming(book: Book, people: Iterable[int]) -> Iterator[Person]:
    """Of these people those who want to be named, in that order."""
    for person_id in people:
        person = book.people.by_id(person_id)
        if person.praise == "public" and person.on_leaderboards and person.active:
            yield person
