"""A contest as somebody may read it: names and places, each person's choices held, figures only of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.access import Viewer, may_see_person, may_see_team_total, require
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
from salesbot.domain.leaderboards import Step, podium
from salesbot.domain.money import round_half_even
from salesbot.domain.people import Person, Role, Team
from salesbot.services.calendars import workspace_day
from salesbot.services.contests.measuring import (
    Measuring,
    basis_of,
    moment_of,
    people_by_side,
    rounds_as_spans,
    seeds_of,
)
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

SINCE = timedelta(days=31)
"""Contests that ended so long ago are still listed."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contest as somebody reads of it."""

    name: str | None
    """None: somebody who keeps to themselves."""
    place: int | None = None
    shares: bool = False
    value: Fraction | Figure | None = None
    """A share of goal, or a figure; None: not for this reader, or there is none."""
    own: bool = False
    counts: bool = True
    """Whether it stands above nothing."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A match of a bracket as somebody reads of it."""

    one: Side
    other: Side | None
    """None: the one goes on by itself."""
    winner: Side | None
    ahead: Side | None
    """While the round runs: who is ahead."""


@dataclass(frozen=True, slots=True)
class ContestShown:
    """A contest at a moment, as far as the reader may see it."""

    contest: Contest
    team: Team
    status: ContestStatus
    sides: tuple[Side, ...]
    """Best first; of a contest to come in no order that says anything. Of a bracket nobody: see `rounds`."""
    own: Side | None
    rounds: tuple[tuple[Meeting, ...], ...] = ()
    champion: Side | None = None
    """Of a bracket that is over."""
    anything: bool = True
    """Whether there is anything by which somebody stands first."""
    corrected: tuple[Side, ...] = ()
    """Who would stand first by what was recorded after the closing, where that is not who did."""
    makes: bool = False
    """Whether the reader may cancel it."""

    @property
    def first(self) -> tuple[Side, ...]:
        """Who stands first: several where they share the place; nobody where nothing was won."""
        if self.contest.form is Form.BRACKET:
            return (self.champion,) if self.champion is not None else ()
        return tuple(side for side in self.sides if side.place == 1) if self.anything else ()

    @property
    def best(self) -> tuple[Side, ...]:
        """Whom a channel hears of beside who came first: at most three and half of all, equals together or not at all.

        Nobody who stands above nothing.
        """
        room = min(3, (len(self.sides) + 1) // 2)
        placed = [side for side in self.sides if side.place is not None and side.counts]
        cut = placed[room].place if len(placed) > room else None
        return tuple(side for side in placed[:room] if side.place != cut)

    @property
    def podium(self) -> tuple[Step, ...]:
        """Of these who may be named, in a contest of everybody against everybody."""
        if self.contest.form is not Form.INDIVIDUAL:
            return ()
        return podium([(side.name, side.place) for side in self.best if side.name and side.place])


Named = Callable[[int], Side]
"""A side as the reader may know it, without its place."""
Valued = Callable[[int], bool]
"""Whether the reader may see a side's figure."""


def contest_shown(book: Book, person: Person | None, contest_id: int, *, now: datetime) -> ContestShown:
    """A contest for somebody of its teams, who leads them, or an admin. Raises ContestGone, NotAllowed."""
    try:
        contest = book.contests.by_id(contest_id)
    except LookupError:
        raise ContestGone(typed=str(contest_id)) from None
    viewer = viewer_of(book, person, now)
    require(_may_read(viewer, contest), "contest")
    named, valued = _for_reader(book, contest, viewer, now)
    return shown_to(book, contest, now, named, valued, makes=_makes(viewer, contest))


def contests_seen(book: Book, person: Person | None, *, now: datetime) -> tuple[ContestShown, ...]:
    """The contests that somebody may read of: those that run and are to come, then those that ended of late."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    mine = [each for each in book.contests.since(day - SINCE) if _may_read(viewer, each)]
    mine.sort(
        key=lambda each: (now >= each.closes_at or each.cancelled_at is not None, each.period.starts_on)
    )
    return tuple(
        shown_to(book, each, now, *_for_reader(book, each, viewer, now), makes=_makes(viewer, each))
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


# -- names and figures ------------------------------------------------------------------------------------------


def _for_reader(book: Book, contest: Contest, viewer: Viewer, now: datetime) -> tuple[Named, Valued]:
    if not contest.of_people:
        names = {team.id: team.name for team in book.people.teams()}
        people = people_by_side(book, contest, now)
        return (
            lambda side: Side(names.get(side), own=side in viewer.teams),
            lambda side: may_see_team_total(viewer, side, len(people.get(side, ()))),
        )

    def named(side: int) -> Side:
        person = book.people.by_id(side)
        own = viewer.is_self(side)
        seen = own or may_see_person(viewer, side) or (person.on_leaderboards and person.active)
        return Side(person.name if seen else None, own=own)

    return named, lambda side: may_see_person(viewer, side)


def for_channel(book: Book, contest: Contest, now: datetime) -> tuple[Named, Valued]:
    """Names and figures as a channel may read them: of who likes public praise and stands on leaderboards.

    Figures only where every team of the contest and the person let amounts stand in a channel.
    """
    teams = {team.id: team for team in book.people.teams()}
    if not contest.of_people:
        people = people_by_side(book, contest, now)
        open_ = all(teams[side].shows_amounts for side in contest.sides if side in teams)
        return (
            lambda side: Side(teams[side].name if side in teams else None),
            lambda side: open_ and len(people.get(side, ())) >= 4,
        )

    def named(side: int) -> Side:
        person = book.people.by_id(side)
        public = person.praise == "public" and person.on_leaderboards and person.active
        return Side(person.name if public else None)

    def valued(side: int) -> bool:
        return teams[contest.team_id].shows_amounts and book.people.by_id(side).shows_amounts

    return named, valued


def for_one(book: Book, contest: Contest, person_id: int) -> tuple[Named, Valued]:
    """Names and figures as one person reads them in a message of their own: nobody's but their own."""
    return (
        lambda side: Side(book.people.by_id(side).name if side == person_id else None, own=side == person_id),
        lambda side: side == person_id,
    )


def _may_read(viewer: Viewer, contest: Contest) -> bool:
    teams = {contest.team_id} if contest.of_people else {*contest.sides}
    inside = viewer.has(Role.REP) and bool(teams & viewer.teams)
    return inside or viewer.has(Role.ADMIN) or (viewer.has(Role.MANAGER) and bool(teams & viewer.teams_led))


def _makes(viewer: Viewer, contest: Contest) -> bool:
    leads = viewer.has(Role.MANAGER) and contest.team_id in viewer.teams_led - viewer.teams_as_deputy
    return viewer.has(Role.ADMIN) or leads


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
