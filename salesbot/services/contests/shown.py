"""A contest as somebody may read it: names and places, each person's choices held, figures only of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.access import may_settle_team, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.contests import (
    Contest,
    ContestGone,
    ContestStatus,
    Entry,
    Form,
    Measure,
    Placed,
    Round,
    played,
    standing,
)
from salesbot.domain.figures import Figure
from salesbot.domain.money import round_half_even
from salesbot.domain.people import Person, Team
from salesbot.services.calendars import workspace_day
from salesbot.services.contests.measuring import Measuring, basis_of, seeds_of
from salesbot.services.contests.readers import for_reader, may_read
from salesbot.services.contests.seen import ContestShown, Meeting, Named, Side, Valued
from salesbot.services.contests.sides import moment_of, people_by_side, rounds_as_spans
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

SINCE = timedelta(days=31)
"""Contests that ended so long ago are still listed."""


def contest_shown(book: Book, person: Person | None, contest_id: int, *, now: datetime) -> ContestShown:
    """A contest for somebody of its teams, who leads them, or an admin. Raises ContestGone, NotAllowed."""
    try:
        contest = book.contests.by_id(contest_id)
    except LookupError:
        raise ContestGone(typed=str(contest_id)) from None
    viewer = viewer_of(book, person, now)
    require(may_read(viewer, contest), "contest")
    named, valued = for_reader(book, contest, viewer, now)
    return shown_to(book, contest, now, named, valued, makes=may_settle_team(viewer, contest.team_id))


def contests_seen(book: Book, person: Person | None, *, now: datetime) -> tuple[ContestShown, ...]:
    """The contests that somebody may read of: those that run and are to come, then those that ended of late."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    mine = [each for each in book.contests.since(day - SINCE) if may_read(viewer, each)]
    mine.sort(
        key=lambda each: (now >= each.closes_at or each.cancelled_at is not None, each.period.starts_on)
    )
    return tuple(
        shown_to(
            book, each, now, *for_reader(book, each, viewer, now), makes=may_settle_team(viewer, each.team_id)
        )
        for each in mine
    )


def shown_to(
    book: Book, contest: Contest, now: datetime, named: Named, valued: Valued, *, makes: bool = False
) -> ContestShown:
    """A contest with the names and figures that a reader (or a channel) may see."""
    status = contest.status(now, workspace_day(book, now))
    sides = people_by_side(book, contest, now)
    team = book.people.team(contest.team_id)
    if status is ContestStatus.CANCELLED:
        return ContestShown(contest, team, status, (), None, makes=makes)
    if status is ContestStatus.COMING:
        listed = tuple(
            sorted((named(side) for side in sides), key=lambda side: (side.name is None, side.name or ""))
        )
        return ContestShown(contest, team, status, listed, _own(listed), makes=makes)
    if contest.form is Form.BRACKET:
        return _bracket(book, contest, team, status, now, named, makes)
    moment = moment_of(book, contest, now)
    rows = _standing(book, contest, sides, moment)
    said = _Saying(book, contest, named, valued)
    shown = tuple(said.side(row) for row in rows)
    return ContestShown(
        contest, team, status, shown, _own(shown), makes=makes, anything=_anything(contest, rows),
        corrected=_corrected(book, contest, sides, rows, said, now) if status is ContestStatus.OVER else (),
    )  # fmt: skip


def without_goal(
    book: Book, contest: Contest, sides: Mapping[int, Iterable[int]], now: datetime
) -> tuple[str, ...]:
    """Of the people of a contest that goes by share of goal: who has none to go by, by name."""
    if contest.measure is not Measure.SHARE or not contest.of_people:
        return ()
    measuring = Measuring(book, basis_of(contest), contest.period, AsOf(contest.period.starts_on, False, now))
    entries = measuring.entries(sides)
    return tuple(
        sorted(book.people.by_id(side).name for side, entry in entries.items() if entry.value is None)
    )


# -- places -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Saying:
    """How sides are said to one reader."""

    book: Book
    contest: Contest
    named: Named
    valued: Valued

    def side(self, row: Placed) -> Side:
        side = self.named(row.entry.side)
        seen = side.name is not None and self.valued(row.entry.side)
        value = self._value(row.entry) if seen else None
        counts = self.contest.metric.lower_is_better or (row.entry.value or 0) > 0
        return Side(side.name, row.place, row.shares, value, side.own, counts)

    def _value(self, entry: Entry) -> Fraction | Figure | None:
        if entry.value is None or self.contest.measure is Measure.SHARE:
            return entry.value
        currency = self.book.workspace.currency if self.contest.metric.is_money else None
        return figures.figure(round_half_even(entry.value), currency)


def _standing(
    book: Book, contest: Contest, sides: Mapping[int, Iterable[int]], moment: AsOf
) -> tuple[Placed, ...]:
    entries = Measuring(book, basis_of(contest), contest.period, moment).entries(sides)
    return standing(entries.values(), contest.ties, lower_is_better=contest.metric.lower_is_better)


def _anything(contest: Contest, rows: Iterable[Placed]) -> bool:
    """Whether somebody stands above nothing; of a limit, whether anybody was measured."""
    values = [row.entry.value for row in rows if row.entry.value is not None]
    return any(value > 0 for value in values) or (contest.metric.lower_is_better and bool(values))


def winners(book: Book, contest: Contest, now: datetime) -> tuple[int, ...]:
    """The sides that stand first in a contest that is over."""
    if contest.form is Form.BRACKET:
        rounds = _rounds(book, contest, now)
        final = rounds[-1].matches[0] if len(rounds) == len(contest.rounds) else None
        return (final.winner,) if final is not None and final.winner is not None else ()
    rows = _standing(book, contest, people_by_side(book, contest, now), moment_of(book, contest, now))
    return tuple(row.entry.side for row in rows if row.place == 1) if _anything(contest, rows) else ()


def _corrected(
    book: Book, contest: Contest, sides: Mapping[int, Iterable[int]], rows: tuple[Placed, ...], said: _Saying,
    now: datetime,
) -> tuple[Side, ...]:  # fmt: skip
    """Who would stand first by what is known now, where it is somebody else than by what was known at the closing."""
    later = _standing(book, contest, sides, AsOf(contest.period.ends_on, live=False, known_at=now))
    first = {row.entry.side for row in rows if row.place == 1}
    if {row.entry.side for row in later if row.place == 1} == first:
        return ()
    return tuple(said.side(row) for row in later if row.place == 1)


def _own(sides: Iterable[Side]) -> Side | None:
    return next((side for side in sides if side.own), None)


# -- brackets -----------------------------------------------------------------------------------------------------


def _bracket(
    book: Book, contest: Contest, team: Team, status: ContestStatus, now: datetime, named: Named, makes: bool
) -> ContestShown:
    sides, spans = people_by_side(book, contest, now), rounds_as_spans(contest)
    lower, rounds = contest.metric.lower_is_better, _rounds(book, contest, now)
    running = spans[len(rounds) - 1]
    live = Measuring(
        book, basis_of(contest), running, AsOf(workspace_day(book, now), live=True, known_at=now)
    ).entries(sides)
    shown = []
    for each in rounds:
        meetings = []
        for match in each.matches:
            one, other = named(match.one), named(match.other) if match.other is not None else None
            winner = named(match.winner) if match.winner is not None else None
            pair = [live[side] for side in (match.one, match.other) if side is not None]
            top = [row for row in standing(pair, contest.ties, lower_is_better=lower) if row.place == 1]
            ahead = (
                named(top[0].entry.side) if winner is None and len(top) == 1 and top[0].entry.value else None
            )
            meetings.append(Meeting(one, other, winner, ahead))
        shown.append(tuple(meetings))
    final = shown[-1][0] if len(rounds) == len(spans) else None
    own = next(
        (side for meeting in shown[-1] for side in (meeting.one, meeting.other) if side and side.own), None
    )
    return ContestShown(
        contest, team, status, (), own, tuple(shown), final.winner if final is not None else None, makes=makes
    )


def _rounds(book: Book, contest: Contest, now: datetime) -> tuple[Round, ...]:
    """The rounds as far as they are known; each is decided by what was recorded at its own closing."""
    sides = people_by_side(book, contest, now)
    results: list[Mapping[int, Entry] | None] = []
    for span, days in zip(rounds_as_spans(contest), contest.rounds, strict=True):
        closed = AsOf(span.ends_on, live=False, known_at=days.closes_at)
        results.append(
            Measuring(book, basis_of(contest), span, closed).entries(sides) if now >= days.closes_at else None
        )
    lower = contest.metric.lower_is_better
    return played(seeds_of(book, contest, now), results, contest.ties, lower_is_better=lower)
