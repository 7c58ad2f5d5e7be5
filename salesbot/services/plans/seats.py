"""Open seats: opened, filled or given up; their steps done or put on another day; and a starter's first weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from salesbot.domain.access import require
from salesbot.domain.money import Money
from salesbot.domain.people import Person, SlackPerson
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.seats import FIRST_WEEKS, HIRING, Seat, SeatRefused, SeatStep, StepKind
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.people import acquaint, viewer_of
from salesbot.services.plans.staffing import may_staff
from salesbot.storage.book import Book

_OFFER_BEFORE = timedelta(days=30)
_ADVERTISED_AFTER = 5
"""Working days."""


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat with every step, and names."""

    seat: Seat
    team: str
    steps: tuple[SeatStep, ...]
    people: dict[int, str]
    day: date
    starter: Person | None
    placed: bool
    """Whether who fills it is in the team already."""


def open_seat(
    book: Book, by: Person, team_id: int, starts_on: date, goal: Money | None, owner: Person, *, now: datetime
) -> SeatFacts:
    """A seat is open, with the steps to fill it, all with one owner. Raises NotAllowed, SeatRefused."""
    _require(book, by, team_id, now)
    day = workspace_day(book, now)
    if starts_on <= day:
        raise SeatRefused(why="past")
    number = book.seats.add(
        team_id=team_id, starts_on=starts_on, goal=None if goal is None else goal.minor,
        currency=book.workspace.counts_in, opened_on=day, recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    for kind, due_on in zip(HIRING, _days(book, day, starts_on), strict=True):
        _step(book, by, number, kind, owner.id, due_on, "", now)
    book.records.audit(
        "opened", "seat", number, by=by.id, now=now, after={"starts_on": starts_on.isoformat()}
    )
    return seat_facts(book, by, number, now=now)


def seat_facts(book: Book, person: Person | None, seat_id: int, *, now: datetime) -> SeatFacts:
    """A seat as it stands, for who plans the team's people. Raises ButtonExpired, NotAllowed."""
    seat, day = _seat(book, seat_id), workspace_day(book, now)
    require(may_staff(viewer_of(book, person, now), seat.team_id), "staffing")
    starter = book.people.by_id(seat.filled_by) if seat.filled_by is not None else None
    edge = book.people.assignment_on(starter.id, max(day, seat.starts_on)) if starter is not None else None
    return SeatFacts(
        seat, book.people.team(seat.team_id).name, tuple(book.seats.steps([seat_id])),
        {each.id: each.name for each in book.people.all()}, day, starter,
        edge is not None and edge.team_id == seat.team_id,
    )  # fmt: skip


def step_done(book: Book, by: Person, step_id: int, *, now: datetime) -> SeatStep:
    """A step is done; for its owner and who plans the team's people. Done twice changes nothing."""
    step = _owned(book, by, step_id, now)
    if step.done_on is not None:
        return step
    day = workspace_day(book, now)
    book.seats.change_step(step_id, done_on=day)
    return replace(step, done_on=day)


def change_step(
    book: Book, by: Person, step_id: int, owner: Person, due_on: date, *, now: datetime
) -> SeatFacts:
    """Somebody else does a step, or by another day. Raises NotAllowed, ButtonExpired."""
    step = step_shown(book, by, step_id)
    _require(book, by, _seat(book, step.seat_id).team_id, now)
    book.seats.change_step(step_id, owner_id=owner.id, due_on=due_on, done_on=None)
    return seat_facts(book, by, step.seat_id, now=now)


def fill_seat(
    book: Book, by: Person, seat_id: int, starter: Person, starts_on: date, buddy: Person | None, training: str,
    *, now: datetime,
) -> SeatFacts:  # fmt: skip
    """Somebody takes the seat: hiring is done, and the first weeks stand in their to-do. Raises SeatRefused, NotAllowed."""
    seat = _seat(book, seat_id)
    _require(book, by, seat.team_id, now)
    if seat.closed_on is not None:
        raise SeatRefused(why="gone")
    day, calendar = workspace_day(book, now), calendar_of(book)
    for step in book.seats.steps([seat_id]):
        if step.done_on is None:
            book.seats.change_step(step.id, done_on=day)
    book.seats.change(seat_id, filled_by=starter.id, starts_on=starts_on, closed_on=day)
    if starter.started_on is None:
        book.people.change(starter.id, started_on=starts_on)
    words = {StepKind.TRAINING: training, StepKind.BUDDY: buddy.name if buddy is not None else ""}
    for kind, days in FIRST_WEEKS:
        due_on = calendar.after_working_days(starts_on, days)
        _step(book, by, seat_id, kind, starter.id, due_on, words.get(kind, ""), now)
    after = {"filled_by": starter.id, "starts_on": starts_on.isoformat()}
    book.records.audit("filled", "seat", seat_id, by=by.id, now=now, after=after)
    return seat_facts(book, by, seat_id, now=now)


def give_up_seat(book: Book, by: Person, seat_id: int, *, now: datetime) -> SeatFacts:
    """Nobody is looked for any more; its steps wait for nobody. Raises SeatRefused, NotAllowed."""
    seat = _seat(book, seat_id)
    _require(book, by, seat.team_id, now)
    if seat.closed_on is not None:
        raise SeatRefused(why="gone")
    day = workspace_day(book, now)
    for step in book.seats.steps([seat_id]):
        if step.done_on is None:
            book.seats.change_step(step.id, done_on=day)
    book.seats.change(seat_id, closed_on=day)
    book.records.audit("given_up", "seat", seat_id, by=by.id, now=now)
    return seat_facts(book, by, seat_id, now=now)


def step_shown(book: Book, person: Person | None, step_id: int) -> SeatStep:
    """The step of that number. Raises ButtonExpired where there is none."""
    try:
        return book.seats.step(step_id)
    except LookupError:
        raise ButtonExpired() from None


def somebody(book: Book, slack_id: str, met: Mapping[str, SlackPerson], now: datetime) -> Person:
    """Who was chosen in a form; who is new is made one of the workspace's people."""
    known = book.people.by_slack_id(slack_id)
    return known if known is not None else acquaint(book, met[slack_id], now)


def _owned(book: Book, by: Person, step_id: int, now: datetime) -> SeatStep:
    step = step_shown(book, by, step_id)
    if step.owner_id != by.id:
        _require(book, by, _seat(book, step.seat_id).team_id, now)
    return step


def _seat(book: Book, seat_id: int) -> Seat:
    try:
        return book.seats.by_id(seat_id)
    except LookupError:
        raise ButtonExpired() from None


def _require(book: Book, by: Person, team_id: int, now: datetime) -> None:
    require(may_staff(viewer_of(book, by, now), team_id), "staffing")


def _days(book: Book, day: date, starts_on: date) -> tuple[date, date, date, date]:
    """Advertised within a week, the offer a month before the start, interviews midway; never out of order."""
    calendar = calendar_of(book)
    advertised = min(calendar.after_working_days(day, _ADVERTISED_AFTER), starts_on)
    offer = max(starts_on - _OFFER_BEFORE, advertised)
    midway = advertised + (offer - advertised) // 2
    return advertised, _worked(book, midway, starts_on), _worked(book, offer, starts_on), starts_on


def _worked(book: Book, day: date, last: date) -> date:
    return min(calendar_of(book).this_or_next_working(day), last)


def _step(
    book: Book, by: Person, seat_id: int, kind: StepKind, owner_id: int, due_on: date, words: str, now: datetime
) -> None:  # fmt: skip
    book.seats.add_step(
        seat_id=seat_id, kind=kind.value, owner_id=owner_id, due_on=due_on, words=words, recorded_at=now,
        recorded_by=by.id,
    )  # fmt: skip
