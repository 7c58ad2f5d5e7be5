"""How the places of a leaderboard come about: what each brings whose figures the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.analysis.standings import same_point_before
from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.leaderboards import By, Contender, Standing
from salesbot.domain.periods import DAY
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import calendar_of
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.subjects import Subject
from salesbot.services.leaderboards import Board, company_board, contenders, team_board


@dataclass(frozen=True, slots=True)
class Place:
    """One place with what it rests on."""

    standing: Standing
    brings: Contender
    about: Subject
    """The person's own figures of the period."""


@dataclass(frozen=True, slots=True)
class StandingExplained:
    """A leaderboard with what its places are made of."""

    subject: Subject
    board: Board
    places: tuple[Place, ...]
    """Of those whose figures the reader may see, best first."""
    before: tuple[date, date] | None
    """The first and the last day that it is compared with; None where it is not, or no working day is gone yet."""


def standing_explained(wanted: Wanted) -> StandingExplained:
    """How the places come about. Raises NotAllowed for who may not see the leaderboard, ButtonExpired."""
    if wanted.detail not in set(By):
        raise ButtonExpired()
    board, by = _board(wanted), By(wanted.detail)
    require(board is not None and not board.too_small, "leaderboard")
    assert board is not None
    told = {
        one.person_id: one
        for one in (*board.standings, board.own)
        if one is not None and one.value is not None
    }
    as_of = AsOf(wanted.day, live=True, known_at=wanted.now)
    brought = {each.person_id: each for each in contenders(wanted.book, board.period, as_of, sorted(told))}
    places = [
        Place(one, brought[number], Subject(Scope.REP, number, board.period)) for number, one in told.items()
    ]
    places.sort(key=lambda each: (each.standing.place is None, each.standing.place or 0))
    return StandingExplained(
        wanted.subject, board, tuple(places), _before(wanted, board) if by is By.IMPROVED else None
    )


def _board(wanted: Wanted) -> Board | None:
    subject, by = wanted.subject, By(wanted.detail)
    if subject.scope is Scope.COMPANY:
        return company_board(wanted.book, wanted.person, now=wanted.now, period=subject.period, by=by)
    if subject.scope is not Scope.TEAM:
        raise ButtonExpired()
    return team_board(
        wanted.book, wanted.person, subject.subject_id, now=wanted.now, period=subject.period, by=by
    )


def _before(wanted: Wanted, board: Board) -> tuple[date, date] | None:
    book = wanted.book
    start, end = same_point_before(board.period, wanted.day, calendar_of(book), book.workspace.years)
    return (start, end - DAY) if start < end else None
