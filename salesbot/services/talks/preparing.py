"""A one-to-one talk prepared: where the person stands, which deals to talk about, what was agreed, what to ask first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_hold_talks, may_read_note, may_see_talks, may_see_team_total, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.bridges import Cause
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.effects import Window
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import month_of
from salesbot.domain.talks import Question, TalkNote, TalkPoint, question_of
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.courses import EnrolmentSeen, own_trainings
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.needs import stale_deals
from salesbot.services.figures.own import OwnFigures, figures_at
from salesbot.services.people import viewer_of
from salesbot.services.talks.helped import MOST_ACTIONS, ActionSeen, actions_seen
from salesbot.services.talks.sales import YEAR, Sales
from salesbot.services.talks.to_discuss import DealToDiscuss, deals_to_discuss
from salesbot.services.why.bridging import bridge_of
from salesbot.services.why.history import History
from salesbot.services.why.troubles import looked_at
from salesbot.storage.book import Book

QUARTER = timedelta(days=91)
"""What is compared with the twelve months before it, and with the team's."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the last quarter, of the own year before it, and of the others of the team."""

    what: str
    """win_rate, size or cycle."""
    own: Window
    year: Window
    team: Window | None
    """None: the reader may not see the team's."""


@dataclass(frozen=True, slots=True)
class TalkPrepared:
    """All that a talk begins with."""

    person: Person
    leader: str
    """Who leads the person; empty for nobody."""
    own: bool
    """Whether the person reads it; without the notes of who leads them."""
    day: date
    last_on: date | None
    figures: OwnFigures | None
    """None for who does not sell."""
    compared: tuple[Compared, ...]
    currency: str
    deals: tuple[DealToDiscuss, ...]
    question: Trouble | Cause | Question
    points: tuple[tuple[TalkPoint, str], ...]
    """With who put them on the agenda."""
    actions: tuple[ActionSeen, ...]
    trainings: tuple[EnrolmentSeen, ...]
    """To do, then done."""
    notes: tuple[TalkNote, ...]
    """The reader's own."""

    def amount(self, value: float) -> Money:
        """A size as money."""
        return Money(round(value), self.currency)


def talk_prepared(book: Book, reader: Person | None, person_id: int, *, now: datetime) -> TalkPrepared:
    """Prepare a talk with somebody, for who leads them; for the person the same without notes. Raises NotAllowed."""
    viewer, day = viewer_of(book, reader, now), workspace_day(book, now)
    require(may_see_talks(viewer, person_id), "talk")
    person, as_of = book.people.by_id(person_id), AsOf(day, live=True, known_at=now)
    names = {each.id: each.name for each in book.people.all()}
    sells = person.has(Role.REP)
    parts = DividedDeals(book, as_of, book.workspace.counts_in)
    stale = stale_deals(parts, {person_id}) if sells else []
    history = _history(book, as_of)
    sees_team = _sees_team(book, viewer, person_id, day)
    sales = Sales(book, day - QUARTER - YEAR, day, now)
    edge = book.people.assignment_on(person_id, day)
    return TalkPrepared(
        person=person, leader=names.get((edge.manager_id if edge else None) or 0, ""),
        own=viewer.is_self(person_id), day=day, last_on=book.talks.last_days([person_id]).get(person_id),
        figures=figures_at(book, person_id, as_of, month_of(day)) if sells else None,
        compared=_compared(sales, person_id, day, with_team=sees_team) if sells else (),
        currency=sales.currency, deals=deals_to_discuss(history, parts, stale, person_id) if sells else (),
        question=_question(history, person_id, viewer, len(stale)) if sells else Question.NOTHING,
        points=tuple((point, names[point.recorded_by]) for point in book.talks.points(person_id)),
        actions=actions_seen(book, book.talks.actions(person_id)[:MOST_ACTIONS], now=now, with_team=sees_team),
        trainings=own_trainings(book, person_id, now=now), notes=_notes(book, viewer, person_id),
    )  # fmt: skip


def _notes(book: Book, viewer: Viewer, person_id: int) -> tuple[TalkNote, ...]:
    if viewer.person_id is None or not may_read_note(viewer, person_id, viewer.person_id):
        return ()
    return tuple(book.talks.notes(person_id, viewer.person_id))


def _sees_team(book: Book, viewer: Viewer, person_id: int, day: date) -> bool:
    edge = book.people.assignment_on(person_id, day)
    if edge is None or edge.team_id is None:
        return False
    if may_hold_talks(viewer, person_id) and viewer.leads_team(edge.team_id):
        return True
    return may_see_team_total(viewer, edge.team_id, len(book.people.members_on(edge.team_id, day)))


def _history(book: Book, as_of: AsOf) -> History:
    measured = Measured(book, month_of(as_of.day), as_of)
    return History(measured, measured.currency)


def _compared(sales: Sales, person_id: int, day: date, *, with_team: bool) -> tuple[Compared, ...]:
    own, others = frozenset({person_id}), sales.others_of(person_id, day)
    recent, year = (day - QUARTER, day), (day - QUARTER - YEAR, day - QUARTER)

    def rate(people: frozenset[int], span: tuple[date, date]) -> Window:
        share = sales.won_of_decided(people, *span)
        return Window(share.rate, share.n)

    def size(people: frozenset[int], span: tuple[date, date]) -> Window:
        sample = sales.sizes(people, *span)
        return Window(sample.mean if sample.n else None, sample.n)

    def cycle(people: frozenset[int], span: tuple[date, date]) -> Window:
        sample = sales.cycles(people, *span)
        return Window(sample.mean if sample.n else None, sample.n)

    return tuple(
        Compared(what, told(own, recent), told(own, year), told(others, recent) if with_team else None)
        for what, told in (("win_rate", rate), ("size", size), ("cycle", cycle))
    )


def _question(history: History, person_id: int, viewer: Viewer, stale: int) -> Trouble | Cause | Question:
    looked = looked_at(history, Scope.REP, person_id, viewer)
    row = history.measured.main_row(Scope.REP, person_id)
    bridge = bridge_of(history, Scope.REP, person_id, row, by_now=True)
    largest = bridge.largest if bridge is not None and bridge.gap.minor < 0 else None
    return question_of(tuple(each.trouble for each in looked.troubles), largest, stale)
