"""Trials of two ways to show a team's leaderboard: announced, run week by week, stopped, and what they told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import SMALLEST_GROUP, may_see_team_total, may_see_trial, may_settle_team, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.leaderboards import Mode
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import DAY, Period, month_of, week_of
from salesbot.domain.trials import (
    DAYS_BEFORE,
    Block,
    Effect,
    Measured,
    Trial,
    TrialGone,
    TrialRuns,
    TrialUnfit,
    drawn,
    effect,
)
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured as MeasuredPeriod
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.contests import share_of_goals
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    Recipient,
    due_in_channel,
    plan_once,
    replan,
    team_recipient,
    was_announced,
)
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TrialShown:
    """A team's trial at a moment."""

    team: Team
    trial: Trial
    effect: Effect
    announced: bool
    """Whether the team read of it before its first day: else it does not run."""
    day: date
    weeks: tuple[Measured, ...]
    """What was attained in each week that is over."""
    leads: bool = False

    @property
    def over(self) -> bool:
        """Whether it is over, or was stopped."""
        return self.day >= self.trial.ends_on or self.trial.stopped_on is not None

    @property
    def period(self) -> Period:
        """The month in which it begins."""
        return month_of(self.trial.starts_on)

    @property
    def began(self) -> bool:
        """Whether its first week has begun."""
        return self.day >= self.trial.starts_on


@dataclass(frozen=True, slots=True)
class TrialTold:
    """A message about a trial: it is announced, or what it told."""

    what: str
    """announced or report."""
    shown: TrialShown
    alone: bool
    """Whether it goes to who leads the team, and not to its channel."""


def start_trial(
    book: Book, by: Person, team_id: int, one: Mode, other: Mode, pairs: int, seed: int, *, now: datetime
) -> TrialShown:
    """Draw a trial's order and announce it: it begins on the first Monday after three working days.

    For who leads the team, and an admin. Raises NotAllowed, TrialUnfit.
    """
    team = _team(book, by, team_id, now)
    day = workspace_day(book, now)
    _refuse_unfit(book, team, one, other, day)
    announced_by = calendar_of(book).after_working_days(day, DAYS_BEFORE)
    starts_on = week_of(announced_by + 7 * DAY).starts_on
    trial = book.trials.add(
        team.id, one, other, starts_on, drawn(one, other, pairs, seed), seed, by=by.id, now=now
    )
    plan_once(
        book, Kind.TRIAL, team_recipient(team.id), f"trial:{trial.id}:announced", now=now,
        due=due_in_channel(book, now, DAY * 0), subject={"trial": trial.id, "what": "announced"},
        expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip
    replan(book, now, teams=[team.id])
    book.records.audit("trial_made", "team", team.id, by=by.id, now=now, after={"trial": trial.id})
    return _shown(book, team, trial, now, leads=True)


def stop_trial(book: Book, by: Person, trial_id: int, *, now: datetime) -> TrialShown:
    """Stop a trial: from today on the team's usual way holds, and what it told so far is reported.

    Raises NotAllowed, TrialGone.
    """
    try:
        trial = book.trials.by_id(trial_id)
    except LookupError:
        raise TrialGone() from None
    team = _team(book, by, trial.team_id, now)
    day = workspace_day(book, now)
    if trial.ends_on <= day or not book.trials.stop(trial_id, day, by=by.id):
        raise TrialGone()
    trial = book.trials.by_id(trial_id)
    replan(book, now, teams=[team.id])
    book.records.audit("trial_stopped", "team", team.id, by=by.id, now=now, after={"trial": trial_id})
    return _shown(book, team, trial, now, leads=True)


def trial_seen(book: Book, person: Person | None, team_id: int, *, now: datetime) -> TrialShown | None:
    """The team's newest trial for who is in the team or leads it; None: there was none. Raises NotAllowed."""
    leads = _require_may_look(viewer_of(book, person, now), team_id)
    found = book.trials.of_team(team_id)
    return _shown(book, book.people.team(team_id), found[0], now, leads=leads) if found else None


def trial_working(book: Book, person: Person | None, trial_id: int, *, now: datetime) -> TrialShown:
    """A trial with its weeks one by one, which stand for the team's total: only who sees that has them.

    For who is in the team or leads it. Raises NotAllowed, TrialGone.
    """
    try:
        trial = book.trials.by_id(trial_id)
    except LookupError:
        raise TrialGone() from None
    viewer = viewer_of(book, person, now)
    leads = _require_may_look(viewer, trial.team_id)
    shown = _shown(book, book.people.team(trial.team_id), trial, now, leads=leads)
    people = len(book.people.members_on(trial.team_id, shown.day))
    return shown if may_see_team_total(viewer, trial.team_id, people) else replace(shown, weeks=())


def trial_told(book: Book, row: Announcement, now: datetime) -> TrialTold | None:
    """What a row about a trial says now; None: it was stopped before it was announced, or never ran."""
    trial = book.trials.by_id(int(row.subject["trial"]))
    team, what = book.people.team(trial.team_id), str(row.subject["what"])
    shown = _shown(book, team, trial, now)
    if what == "announced" and (shown.began or trial.stopped_on is not None):
        return None
    if what == "report" and not (shown.announced and shown.over):
        return None
    return TrialTold(what, shown, Recipient.read(row.recipient).of == "person")


def require_no_trial(book: Book, team: Team, day: date) -> None:
    """Raise TrialRuns where a trial is planned or runs: a change by hand would mix with it."""
    if any(trial.ends_on > day and trial.stopped_on is None for trial in book.trials.of_team(team.id)):
        raise TrialRuns(team=team.name, team_id=team.id)


def _refuse_unfit(book: Book, team: Team, one: Mode, other: Mode, day: date) -> None:
    people = [each for each in book.people.members_on(team.id, day) if book.people.by_id(each).active]
    planned = any(each.ends_on > day and each.stopped_on is None for each in book.trials.of_team(team.id))
    why = {
        "same": one is other, "no_channel": team.channel_id is None, "planned": planned,
        "small": len(people) < SMALLEST_GROUP,
    }  # fmt: skip
    for name, holds in why.items():
        if holds:
            raise TrialUnfit(why=name, team=team.name)


def _require_may_look(viewer: Viewer, team_id: int) -> bool:
    """Let pass who is in the team, and who leads it, which is the answer. Raises NotAllowed."""
    require(may_see_trial(viewer, team_id), "trial")
    return may_settle_team(viewer, team_id)


def _team(book: Book, by: Person, team_id: int, now: datetime) -> Team:
    known = any(team.id == team_id for team in book.people.teams())
    require(known and may_settle_team(viewer_of(book, by, now), team_id), "trial")
    return book.people.team(team_id)


def _shown(book: Book, team: Team, trial: Trial, now: datetime, *, leads: bool = False) -> TrialShown:
    day = workspace_day(book, now)
    announced = was_announced(book, trial)
    weeks = tuple(_measured(book, trial, day, now)) if announced else ()
    return TrialShown(team, trial, effect(trial, weeks), announced, day, weeks, leads)


def _measured(book: Book, trial: Trial, day: date, now: datetime) -> Iterator[Measured]:
    """What the team attained in each week that is over, less its first working day, which still feels the week before."""
    for block in trial.blocks:
        if block.period.over(day):
            yield Measured(block, _attained(book, trial, block, now))


def _attained(book: Book, trial: Trial, block: Block, now: datetime) -> Fraction | None:
    first = calendar_of(book).first_working_of(block.period)
    if first is None or first + DAY >= block.period.ends_on:
        return None
    span = Period(f"{first + DAY}/{block.period.last_day}", first + DAY, block.period.ends_on)
    as_of = AsOf(span.ends_on, live=False, known_at=now)
    people = MeasuredPeriod(book, span, as_of).teams.members(trial.team_id, span.starts_on)
    return share_of_goals(book, people, span, as_of)
