"""A contest is made, can be changed until its rules are frozen at its beginning, and is cancelled or repeats no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesbot.domain.access import may_settle_team, require
from salesbot.domain.contests import (
    LONGEST,
    LONGEST_NAME,
    Contest,
    ContestDates,
    ContestFrozen,
    ContestGone,
    ContestReasonMissing,
    ContestsOff,
    ContestTooShort,
    ContestUnnamed,
    Form,
    Measure,
    RoundDays,
    Ties,
    check_rules,
    period_between,
    rounds_of,
)
from salesbot.domain.feats import Game
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.contests.shown import without_goal
from salesbot.services.contests.sides import people_by_side
from salesbot.services.people import viewer_of
from salesbot.services.planning import begins, days_of_rounds, decided, plan_anew, replan, tell_contest
from salesbot.storage.book import Book

_LONGEST_PRIZE = 120


@dataclass(frozen=True, slots=True)
class ContestDraft:
    """A contest as somebody wants it."""

    name: str
    first: date
    last: date
    form: Form = Form.INDIVIDUAL
    metric: Metric = REVENUE
    measure: Measure = Measure.SHARE
    ties: Ties = Ties.SHARED
    prize: str = ""
    points: int = 0
    repeats: bool = False
    people: tuple[int, ...] = ()
    """Nobody chosen: everybody in the team. Of a duel: the two."""


@dataclass(frozen=True, slots=True)
class ContestMade:
    """A contest that stands now."""

    contest: Contest
    team: Team
    sides: tuple[str, ...]
    """Who takes part: people, or teams."""
    without_goal: tuple[str, ...]
    """Of those, who has no goal to go by, and so no place, where it goes by share of goal."""
    told: bool
    """Whether there is a channel to tell it in."""


def make_contest(book: Book, by: Person, team_id: int, draft: ContestDraft, *, now: datetime) -> ContestMade:
    """Make a contest for a team, or between teams: for who leads the team, and an admin.

    Raises NotAllowed, ContestsOff, ContestUnnamed, ContestDates, ContestTooShort, ContestUnfit, ContestFew.
    """
    team = _team(book, by, team_id, now)
    rules = _rules(book, team, draft, now)
    written = {**rules.columns, "team_id": team.id, "recorded_at": now, "recorded_by": by.id}
    contest = book.contests.add(written, rules.period, rules.people, rules.rounds)
    replan(book, now, teams=[team.id])
    book.records.audit("made", "contest", contest.id, by=by.id, now=now, after={"name": contest.name})
    return _made(book, contest, team, now)


def change_contest(
    book: Book, by: Person, contest_id: int, draft: ContestDraft, *, now: datetime
) -> ContestMade:
    """Change a contest before it begins: for who may make it. What was planned of it is planned anew.

    Raises ContestGone, ContestFrozen, and what `make_contest` raises.
    """
    was = contest_to_change(book, by, contest_id, now=now)
    team = _team(book, by, was.team_id, now)
    rules = _rules(book, team, draft, now)
    contest = book.contests.rewrite(contest_id, rules.columns, rules.period, rules.people, rules.rounds)
    plan_anew(book, contest)
    replan(book, now, teams=[team.id])
    book.records.audit(
        "changed", "contest", contest_id, by=by.id, now=now, before={"name": was.name},
        after={"name": contest.name},
    )  # fmt: skip
    return _made(book, contest, team, now)


def contest_to_change(book: Book, by: Person, contest_id: int, *, now: datetime) -> Contest:
    """A contest whose rules are not frozen yet. Raises NotAllowed, ContestGone, ContestFrozen."""
    contest = _going_on(book, by, contest_id, now)
    if now >= contest.begins_at:
        raise ContestFrozen(name=contest.name)
    return contest


def cancel_contest(book: Book, by: Person, contest_id: int, reason: str, *, now: datetime) -> Contest:
    """Cancel a contest that is not decided yet; its teams hear why, where they heard that it began.

    Raises NotAllowed, ContestGone, ContestReasonMissing.
    """
    contest = _going_on(book, by, contest_id, now)
    written = " ".join(reason.split())[:300]
    if not any(sign.isalnum() for sign in written):
        raise ContestReasonMissing()
    if not book.contests.cancel(contest_id, written, by=by.id, now=now):
        raise ContestGone(typed=contest.name)
    if any(row.status == "sent" for row in book.announcements.about([f"contest:{contest_id}:starts"])):
        tell_contest(book, contest, "cancelled", now)
        book.announcements.planned += 1
    book.records.audit("cancelled", "contest", contest_id, by=by.id, now=now)
    return book.contests.by_id(contest_id)


def stop_repeating(book: Book, by: Person, contest_id: int, *, now: datetime) -> Contest:
    """Let a contest that repeats have no next edition; the one that runs goes on. Raises NotAllowed, ContestGone."""
    contest = _going_on(book, by, contest_id, now)
    if not book.contests.stop_repeating(contest_id):
        raise ContestGone(typed=contest.name)
    book.records.audit("repeats_no_more", "contest", contest_id, by=by.id, now=now)
    return book.contests.by_id(contest_id)


def _team(book: Book, by: Person, team_id: int, now: datetime) -> Team:
    known = {team.id: team for team in book.people.teams()}
    require(team_id in known and may_settle_team(viewer_of(book, by, now), team_id), "contest")
    team = known[team_id]
    if Game.CONTESTS not in book.praise.of_team(team.id).games:
        raise ContestsOff(team=team.name, team_id=team.id)
    return team


@dataclass(frozen=True, slots=True)
class _Rules:
    """What of a draft is written down."""

    columns: dict[str, Any]
    period: Period
    people: tuple[int, ...]
    rounds: tuple[RoundDays, ...]


def _rules(book: Book, team: Team, draft: ContestDraft, now: datetime) -> _Rules:
    name = " ".join(draft.name.split())[:LONGEST_NAME]
    if not any(sign.isalnum() for sign in name):
        raise ContestUnnamed()
    period = _period(book, draft, now)
    sides = _sides(book, team, draft, now)
    check_rules(draft.form, draft.metric, draft.measure, len(sides))
    columns = {
        "name": name, "form": draft.form.value, "metric": str(draft.metric), "measure": draft.measure.value,
        "ties": draft.ties.value, "prize": " ".join(draft.prize.split())[:_LONGEST_PRIZE],
        "points": draft.points, "repeats": draft.repeats, "begins_at": begins(book, period, now),
        "closes_at": decided(book, period.last_day), "teams": list(sides) if draft.form is Form.TEAMS else [],
    }  # fmt: skip
    bracket = draft.form is Form.BRACKET
    rounds = days_of_rounds(book, period, rounds_of(len(sides))) if bracket else ()
    return _Rules(columns, period, _chosen(draft, sides), rounds)


def _period(book: Book, draft: ContestDraft, now: datetime) -> Period:
    today = workspace_day(book, now)
    days = (draft.last - draft.first).days + 1
    if draft.first < today or not 1 <= days <= LONGEST:
        raise ContestDates(first=draft.first, last=draft.last, most=LONGEST)
    period = period_between(draft.first, draft.last, book.workspace.years)
    if not calendar_of(book).between(period.starts_on, period.ends_on):
        raise ContestTooShort(days=0, rounds=1)
    return period


def _sides(book: Book, team: Team, draft: ContestDraft, now: datetime) -> tuple[int, ...]:
    """The people or teams that would take part: for people, those of the team, and of these the chosen."""
    if draft.form is Form.TEAMS:
        on = (each for each in book.people.teams() if Game.CONTESTS in book.praise.of_team(each.id).games)
        return tuple(sorted(each.id for each in on))
    day = max(draft.first, workspace_day(book, now))
    members = {one for one in book.people.members_on(team.id, day) if book.people.by_id(one).active}
    return tuple(sorted(members & set(draft.people) if draft.people or draft.form is Form.DUEL else members))


def _chosen(draft: ContestDraft, sides: tuple[int, ...]) -> tuple[int, ...]:
    """Who is written down by name: a bracket is drawn up for those who are there when it is made."""
    by_name = draft.form in (Form.DUEL, Form.BRACKET) or (draft.form is Form.INDIVIDUAL and draft.people)
    return sides if by_name else ()


def _made(book: Book, contest: Contest, team: Team, now: datetime) -> ContestMade:
    sides = people_by_side(book, contest, now)
    if contest.of_people:
        names = tuple(sorted(book.people.by_id(side).name for side in sides))
    else:
        names = tuple(each.name for each in book.people.teams() if each.id in sides)
    return ContestMade(
        contest, team, names, without_goal(book, contest, sides, now), told=team.channel_id is not None
    )


def _going_on(book: Book, by: Person, contest_id: int, now: datetime) -> Contest:
    try:
        contest = book.contests.by_id(contest_id)
    except LookupError:
        raise ContestGone(typed=str(contest_id)) from None
    require(may_settle_team(viewer_of(book, by, now), contest.team_id), "contest")
    if contest.cancelled_at is not None or now >= contest.closes_at:
        raise ContestGone(typed=contest.name)
    return contest
