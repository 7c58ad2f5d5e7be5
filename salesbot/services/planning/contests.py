"""What a contest tells of itself, as rows: its beginning, each round, the result once for ever, a late correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from salesbot.domain.contests import Contest, Form, rounds_of
from salesbot.domain.feats import Game
from salesbot.domain.people import Team
from salesbot.domain.periods import following
from salesbot.services.calendars import workspace_day
from salesbot.services.planning.contest_days import begins, days_of_rounds, decided, first_told
from salesbot.services.planning.kinds import Kind, person_recipient, team_recipient
from salesbot.services.planning.rows import NEWS_EXPIRES_AFTER, plan_once
from salesbot.storage.book import Book

LOOKED_AT_AGAIN = timedelta(days=7)
"""So long after the result it is looked whether a correction would have changed it."""
_SINCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Post:
    what: str
    """starts, round:1, result or corrected."""
    due: datetime


def plan_contests(book: Book, team: Team, now: datetime, until: datetime) -> int:
    """Plan what the team's contests tell up to an instant, and open the next edition of those that repeat.

    Answers with how many rows are new. A team that switched contests off is told nothing.
    """
    if Game.CONTESTS not in book.praise.of_team(team.id).games:
        return 0
    made, day = 0, workspace_day(book, now)
    for contest in book.contests.of_team(team.id, day - _SINCE):
        if contest.cancelled_at is not None:
            continue
        if contest.repeats and contest.period.ends_on <= day + timedelta(days=2):
            _open_next(book, contest, now)
        made += sum(_plan(book, contest, post, now) for post in _posts(book, contest) if post.due <= until)
    return made


def tell_contest(book: Book, contest: Contest, what: str, now: datetime) -> int:
    """Plan one post of a contest at once: that it was cancelled."""
    return _plan(book, contest, _Post(what, now), now)


def plan_anew(book: Book, contest: Contest) -> None:
    """Forget what was planned for a contest that is changed before it begins."""
    book.announcements.take_back(Kind.CONTEST.value, f"contest:{contest.id}:")


def _posts(book: Book, contest: Contest) -> Iterator[_Post]:
    yield _Post("starts", max(first_told(book, contest.period), contest.begins_at))
    for number, days in enumerate(contest.rounds[:-1], start=1):
        yield _Post(f"round:{number}", days.closes_at)
    yield _Post("result", contest.closes_at)
    yield _Post("corrected", contest.closes_at + LOOKED_AT_AGAIN)


def _plan(book: Book, contest: Contest, post: _Post, now: datetime) -> int:
    if post.due < now - NEWS_EXPIRES_AFTER:
        return 0
    key, made = f"contest:{contest.id}:{post.what}", 0
    subject: dict[str, object] = {"contest": contest.id, "what": post.what}
    recipients = [team_recipient(team.id) for team in _teams(book, contest) if team.channel_id is not None]
    if post.what == "result":
        recipients += [person_recipient(person) for person in _told_alone(book, contest)]
    for recipient in recipients:
        made += plan_once(
            book, Kind.CONTEST, recipient, key, now=now, due=post.due, subject=subject,
            expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return made


def _teams(book: Book, contest: Contest) -> list[Team]:
    numbers = {contest.team_id} if contest.of_people else {*contest.sides}
    return [team for team in book.people.teams() if team.id in numbers]


def _told_alone(book: Book, contest: Contest) -> list[int]:
    """Who takes part and likes praise in private."""
    people = contest.sides if contest.of_people and contest.sides else ()
    if not people and contest.of_people:
        people = tuple(book.people.members_on(contest.team_id, contest.period.starts_on))
    return [each for each in people if book.people.by_id(each).praise == "private"]


def _open_next(book: Book, contest: Contest, now: datetime) -> None:
    """The next edition, with the same rules and whoever is in the team then."""
    if book.contests.has_edition(contest.series, contest.edition + 1):
        return
    period = following(contest.period, book.workspace.years)
    people = [] if not contest.of_people else list(contest.sides)
    if contest.form is Form.BRACKET:
        people = book.people.members_on(contest.team_id, period.starts_on)
    rounds = days_of_rounds(book, period, rounds_of(len(people))) if contest.form is Form.BRACKET else ()
    rules = {
        "team_id": contest.team_id, "name": contest.name, "form": contest.form.value,
        "metric": str(contest.metric), "measure": contest.measure.value, "ties": contest.ties.value,
        "prize": contest.prize, "points": contest.points, "repeats": True, "series": contest.series,
        "edition": contest.edition + 1, "begins_at": begins(book, period, now),
        "closes_at": decided(book, period.last_day), "recorded_at": now, "recorded_by": contest.made_by,
        "teams": [] if contest.of_people else list(contest.sides),
    }  # fmt: skip
    book.contests.add(rules, period, people, rounds)
