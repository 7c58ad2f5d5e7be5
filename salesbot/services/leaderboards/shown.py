"""A leaderboard as somebody may read it: as the team settled, without whoever wants to stand on none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.access import (
    SMALLEST_GROUP,
    may_see_company_board,
    may_see_leaderboard,
    may_see_person,
    require,
)
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.leaderboards import (
    Benchmark,
    By,
    Mode,
    Standing,
    benchmarks,
    first_places,
    leaderboard,
    neighbours,
)
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Carried, Measured, carried_by, carried_in
from salesbot.services.calendars import workspace_day
from salesbot.services.leaderboards.contenders import contenders
from salesbot.services.people import viewer_of
from salesbot.services.planning import mode_on
from salesbot.storage.book import Book

_NAMES = (Mode.NAMED, Mode.TOP)
"""In these ways of a team its people are named to others."""


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard as somebody may read it. Values stand only where the reader may see that person's figures."""

    team: Team | None
    """None: of the whole company."""
    mode: Mode
    period: Period
    by: By
    standings: tuple[Standing, ...]
    """Those that are shown, best first."""
    people: int
    """How many are placed among: without those who stand on no leaderboard, unless the reader is one of them."""
    own: Standing | None
    """The reader's own place, which is told even where it is not among those shown."""
    whole: bool
    """Whether everybody is shown."""
    too_small: bool = False
    """Whether there are too few people for places to be shown."""
    hidden: bool = False
    """Whether the reader chose to stand on no leaderboard."""
    leads: bool = False
    benchmarks: tuple[Benchmark, ...] = ()
    carried: Carried | None = None
    """What of the revenue that is told here rests on rates carried forward: of all for who leads the team or the company,
    else of those whose figures the reader sees."""


def team_board(
    book: Book, person: Person | None, team_id: int | None = None, *, now: datetime,
    period: Period | None = None, by: By = By.ATTAINMENT,
) -> Board | None:  # fmt: skip
    """A team's leaderboard for somebody: of the team named, else of the own one. None: there is none to show.

    Whoever leads the team sees everybody with figures. Its reps see names and places as far as the team agreed,
    and no figures but their own; in a team of fewer than four they see none. Raises NotAllowed.
    """
    day = workspace_day(book, now)
    viewer = viewer_of(book, person, now)
    chosen = team_id if team_id is not None else min([*viewer.teams, *viewer.teams_led], default=None)
    if chosen is None:
        return None
    known = {team.id: team for team in book.people.teams()}
    require(chosen in known, "leaderboard")
    team = known[chosen]
    members = [one for one in book.people.members_on(chosen, day) if book.people.by_id(one).active]
    leads = may_see_leaderboard(viewer, chosen, len(members), named=False)
    if not leads:
        require(chosen in viewer.teams, "leaderboard")
        if mode_on(book, team, day) is Mode.OFF:
            return None
    board = _Asked(book, viewer, period or month_of(day), by, AsOf(day, live=True, known_at=now))
    if leads:
        return board.whole(team, members)
    if not may_see_leaderboard(viewer, chosen, len(members), named=True):
        return board.too_small(team, len(members))
    return board.shown(team, mode_on(book, team, day), members, book.praise.of_team(chosen).top_n)


def company_board(
    book: Book, person: Person | None, *, now: datetime, period: Period | None = None,
    by: By = By.ATTAINMENT,
) -> Board | None:  # fmt: skip
    """The whole company's leaderboard for somebody who sells or leads: names and places, as the workspace settled.

    Only people whose own team shows names stand on it. None: it is off. Raises NotAllowed.
    """
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_company_board(viewer), "leaderboard")
    mode = Mode(book.workspace.leaderboard)
    if mode is Mode.OFF:
        return None
    teams = {team.id for team in book.people.teams() if mode_on(book, team, day) in _NAMES}
    edges = book.people.edges_on(day)
    people = [
        each.id
        for each in book.people.all()
        if each.active and each.has(Role.REP) and each.id in edges and edges[each.id].team_id in teams
    ]
    board = _Asked(book, viewer, period or month_of(day), by, AsOf(day, live=True, known_at=now))
    if len(people) < SMALLEST_GROUP:
        return board.too_small(None, len(people))
    return board.shown(None, mode, people, _MOST_OF_COMPANY)


_MOST_OF_COMPANY = 5


@dataclass(frozen=True)
class _Asked:
    """What is asked: by whom, of which period, by what."""

    book: Book
    viewer: Viewer
    period: Period
    by: By
    as_of: AsOf

    def whole(self, team: Team, members: list[int]) -> Board:
        """Everybody with figures, for who leads them."""
        rows = self._rows(members)
        return Board(
            team, mode_on(self.book, team, self.as_of.day), self.period, self.by, self._seen(rows),
            len(rows), self._own(rows), whole=True, leads=True, carried=self._carried(Scope.TEAM, team.id),
        )  # fmt: skip

    def _carried(self, scope: Scope, subject_id: int | None) -> Carried | None:
        """A board by deals counts no money."""
        if self.by is By.DEALS:
            return None
        measured = Measured(self.book, self.period, self.as_of)
        return carried_in(measured, scope, subject_id, measured.main_row(scope, subject_id))

    def _carried_of(self, team: Team | None, *seen: Standing | None) -> Carried | None:
        """Of those whose figures the reader sees here; of all for who is told the company's sum anyway."""
        if team is None and self.viewer.has(Role.EXECUTIVE):
            return self._carried(Scope.COMPANY, None)
        people = {row.person_id for row in seen if row is not None and row.value is not None}
        if self.by is By.DEALS or not people:
            return None
        return carried_by(Measured(self.book, self.period, self.as_of), people)

    def too_small(self, team: Team | None, people: int) -> Board:
        """Nothing but that there are too few."""
        return Board(team, Mode.TOP, self.period, self.by, (), people, None, whole=False, too_small=True)

    def shown(self, team: Team | None, mode: Mode, people: list[int], top_n: int) -> Board:
        """As far as it was agreed to show it."""
        hides = {each for each in people if not self.book.people.by_id(each).on_leaderboards}
        myself = self.viewer.person_id
        public = self._rows([each for each in people if each not in hides])
        if len(public) < SMALLEST_GROUP:
            return self.too_small(team, len(public))
        mine = self._rows(people) if myself in hides else public
        own = self._own(mine)
        seen = self._seen(_as_settled(mode, public, own, top_n))
        return Board(
            team, mode, self.period, self.by, seen, len(mine), own, whole=mode is Mode.NAMED,
            hidden=myself in hides, benchmarks=self._benchmarks(mode), carried=self._carried_of(team, own, *seen),
        )  # fmt: skip

    def _rows(self, people: list[int]) -> tuple[Standing, ...]:
        return leaderboard(contenders(self.book, self.period, self.as_of, people), self.by)

    def _own(self, rows: Iterable[Standing]) -> Standing | None:
        return next((row for row in rows if self.viewer.is_self(row.person_id)), None)

    def _seen(self, rows: Iterable[Standing]) -> tuple[Standing, ...]:
        return tuple(
            row if may_see_person(self.viewer, row.person_id) else replace(row, value=None, attainment=None)
            for row in rows
        )

    def _benchmarks(self, mode: Mode) -> tuple[Benchmark, ...]:
        """What the best of the whole company do, in groups too large to tell anybody's figure from."""
        if mode is not Mode.PRIVATE or self.by is not By.ATTAINMENT:
            return ()
        everybody = contenders(self.book, self.period, self.as_of)
        return benchmarks(each.attainment for each in everybody if each.attainment is not None)


def _as_settled(
    mode: Mode, rows: tuple[Standing, ...], own: Standing | None, top_n: int
) -> tuple[Standing, ...]:
    if mode is Mode.NAMED:
        return rows
    if mode is Mode.TOP:
        return first_places(rows, top_n)
    return neighbours(rows, own) if mode is Mode.NEIGHBOURS else ()
