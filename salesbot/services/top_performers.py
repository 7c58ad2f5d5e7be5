"""The best of a day, week, month or quarter, for a team's channel: names in order, no figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.feats import Feat
from salesbot.domain.leaderboards import By, Contender, leaderboard
from salesbot.domain.leaderboards import top_performers as best_of
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, custom, month_of, previous, quarter_of, week_of
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.leaderboards import contenders
from salesbot.services.planning import NAMING, Kind
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
    improved: Person | None
    """Who won most more than in the period before, where the team wants to hear of it."""


def top_performers(book: Book, row: Announcement, now: datetime) -> TopPerformers | None:
    """The best of the period that the row tells of; None: nobody to name, or the team wants no such post."""
    team, kind = team_told(book, row.recipient), Kind(row.kind)
    if team is None or team.leaderboard not in NAMING:
        return None
    settled = book.praise.of_team(team.id)
    if not settled.tells(Feat(kind.value)):
        return None
    period = _told_of(book, kind, date.fromisoformat(row.subject["day"]))
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    found = contenders(book, period, as_of, Measured(book, period, as_of).members(team.id))
    by = By.ATTAINMENT if any(each.goal for each in found) else By.AMOUNT
    named = best_of(leaderboard(found, by), settled.top_n)
    public = tuple(_naming(book, (each.person_id for each in named)))
    improved = _most_improved(book, found) if settled.tells(Feat.IMPROVED) else None
    if not public and improved is None:
        return None
    calendar = calendar_of(book)
    return TopPerformers(
        team, period, kind.value.removeprefix("top_"),
        calendar.first_working_of(period) or period.starts_on,
        calendar.last_working_of(period) or period.last_day, by, public, improved,
    )  # fmt: skip


def _told_of(book: Book, kind: Kind, day: date) -> Period:
    """The day, week, month or quarter before the one in which the day lies."""
    if kind is Kind.TOP_DAY:
        before = calendar_of(book).last_working_before(day)
        return custom(before, before)
    if kind is Kind.TOP_WEEK:
        return previous(week_of(day))
    if kind is Kind.TOP_QUARTER:
        return previous(quarter_of(day, book.workspace.year_start))
    return previous(month_of(day))


def _most_improved(book: Book, found: list[Contender]) -> Person | None:
    """The one at the top by improvement; nobody where two share it, or in a team of fewer than four."""
    best = best_of(leaderboard(found, By.IMPROVED), 1)
    return next(_naming(book, (each.person_id for each in best)), None)


def _naming(book: Book, people: Iterable[int]) -> Iterator[Person]:
    """Of these people those who want to be named, in that order."""
    for person_id in people:
        person = book.people.by_id(person_id)
        if person.praise == "public" and person.on_leaderboards and person.active:
            yield person
