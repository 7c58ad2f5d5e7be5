"""Who sells in a team in a period: who is there, who joins or leaves it in time, and who took one of its seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.absences import FULL_TIME
from salesbot.domain.periods import DAY, Period
from salesbot.domain.staffing import Member
from salesbot.storage.book import Book


def selling_in(book: Book, team_id: int, period: Period, day: date, now: datetime) -> dict[int, Member]:
    """Everybody who sells in the team between the day and the period's end, by number."""
    workloads = book.absences.workloads(max(day, period.starts_on))
    spans = {**dict(_took_seats(book, team_id, now)), **_placed(book, team_id, period, day, now)}
    return {
        number: _member(book, number, since, until, workloads.get(number, FULL_TIME))
        for number, (since, until) in spans.items()
    }


def _placed(
    book: Book, team_id: int, period: Period, day: date, now: datetime
) -> dict[int, tuple[date | None, date | None]]:
    """Who is in the team: from when (None: already), and through which day (None: as far as is known)."""
    moved = {edge.valid_from for edge in book.people.assignments(now)}
    turns = sorted(turn for turn in moved if day < turn < period.ends_on)
    spans: dict[int, tuple[date | None, date | None]] = dict.fromkeys(
        book.people.members_on(team_id, day), (None, None)
    )
    for turn in turns:
        there = set(book.people.members_on(team_id, turn))
        for number in there - set(spans):
            spans[number] = (turn, None)
        for number, (since, until) in spans.items():
            if number not in there and until is None:
                spans[number] = (since, turn - DAY)
    return spans


def _took_seats(
    book: Book, team_id: int, now: datetime
) -> Iterable[tuple[int, tuple[date | None, date | None]]]:
    """Who took a seat of the team and was placed in no team since: they count from the seat's first day on."""
    edges = book.people.assignments(now)
    for seat in book.seats.filled_of(team_id):
        number, since = seat.filled_by, seat.closed_on
        placed = any(
            edge.person_id == number and edge.team_id is not None and since is not None and edge.valid_from >= since
            for edge in edges
        )  # fmt: skip
        if number is not None and not placed:
            yield number, (seat.starts_on, None)


def _member(book: Book, number: int, since: date | None, until: date | None, percent: int) -> Member:
    person = book.people.by_id(number)
    ends = [day for day in (person.ended_on, until) if day is not None]
    return Member(person.started_on, min(ends, default=None), Fraction(percent, FULL_TIME), since)
