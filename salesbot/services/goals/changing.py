"""Changing goals that stand: looked at before it is made, talked over where wished, then made and told at once.

A proposal keeps what is to change. Its preview shows each goal as it is and as it would be, replaced or blended, with the
attainment under each. It changes nothing until who made it confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from salesbot.domain.goals import GoalReason, check_target
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, following, read_period
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.news import plan_goal_news
from salesbot.services.goals.previewing import Preview, preview_of
from salesbot.services.goals.setting import (
    GoalReasonMissing,
    GoalSet,
    goal_now,
    require_may_set,
    set_goal,
    take_back_goal,
)
from salesbot.services.goals.wanted import Wanted, read_wanted, written
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book
from salesbot.storage.goal_changes import ProposalRow

MOST_REPEATS = 60
"""So many periods are set in one go."""


class ProposalSettled(SalesbotError):
    """A proposed change was made or dropped already: no facts."""

    template = "mistakes/proposal_settled"


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
    reason: GoalReason | None, blend: bool = False,
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
        period.key, [written(each) for each in changes], reason.value if reason else None, by=by.id, now=now
    )
    return preview_of(book, row, by, now)


def preview_goals(book: Book, reader: Person, number: int, *, now: datetime) -> Preview:
    """A proposal as it stands now, for who made it or may set its goals. Raises ProposalSettled, NotAllowed."""
    return preview_of(book, standing_proposal(book, reader, number, now), reader, now)


def confirm_goals(book: Book, by: Person, number: int, *, blend: bool, now: datetime) -> list[GoalSet]:
    """Make the proposed change; everybody concerned is told. Raises ProposalSettled, NotAllowed."""
    row = standing_proposal(book, by, number, now)
    reason = GoalReason(row.reason) if row.reason else None
    period = read_period(row.period, book.workspace.years.known(row.made_at))
    wanted = [read_wanted(each) for each in row.changes]
    if not book.goal_changes.change_proposal(number, settled_at=now, outcome="confirmed"):
        raise ProposalSettled()
    return set_goals(book, by, period, wanted, now=now, reason=reason, blend=blend)


def drop_goals(book: Book, by: Person, number: int, *, now: datetime) -> None:
    """Leave goals as they are. Raises ProposalSettled, NotAllowed."""
    standing_proposal(book, by, number, now)
    book.goal_changes.change_proposal(number, settled_at=now, outcome="dropped")


def repeat_goal(
    book: Book, by: Person, period: Period, until: Period, wanted: Wanted, *, now: datetime
) -> list[GoalSet]:  # fmt: skip
    """Set the same goal for each period of the kind after `period` up to `until`, where none stands yet.

    Everybody concerned is told once of all of them. Raises what `set_goal` raises.
    """
    day, done, each = workspace_day(book, now), list[GoalSet](), following(period, book.workspace.years)
    while each.starts_on <= until.starts_on and len(done) < MOST_REPEATS:
        if goal_now(book, wanted.scope, wanted.subject_id, each, wanted.metric, day) is None:
            done.append(_set(book, by, each, wanted, None, False, now))
        each = following(each, book.workspace.years)
    plan_goal_news(book, by, [one for one in done if one.changed], now)
    return done


def standing_proposal(book: Book, by: Person, number: int, now: datetime) -> ProposalRow:
    """A proposal that is not settled, for who may set its goals. Raises ProposalSettled, NotAllowed."""
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None:
        raise ProposalSettled()
    for each in row.changes:
        wanted = read_wanted(each)
        require_may_set(book, by, wanted.scope, wanted.subject_id, now)
    return row


def _set(
    book: Book, by: Person, period: Period, wanted: Wanted, reason: GoalReason | None, blend: bool, now: datetime
) -> GoalSet:  # fmt: skip
    scope, number, metric = wanted.scope, wanted.subject_id, wanted.metric
    if wanted.target is None:
        return take_back_goal(book, by, scope, number, period, now=now, metric=metric, reason=reason)
    return set_goal(
        book, by, scope, number, period, wanted.target, now=now, metric=metric, reason=reason, blend=blend,
        floor=wanted.floor, stretch=wanted.stretch, season=wanted.season,
    )  # fmt: skip
