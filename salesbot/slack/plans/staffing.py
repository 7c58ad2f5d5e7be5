"""How many people a goal takes, and the open seats: `/sales plan staff`, its buttons and forms."""

from __future__ import annotations

from datetime import date

from salesbot.domain.access import NotAllowed
from salesbot.domain.goals import Scope
from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, following, month_of, quarter_of
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.seats import SeatRefused
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.people import viewer_of
from salesbot.services.plans import seats
from salesbot.services.plans.staffing import may_staff, staffing_shown
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened
from salesbot.slack.attainment import read_subject
from salesbot.slack.parsing import clean, escaped, read_amount
from salesbot.slack.reading import met, number_in, parsing_context
from salesbot.slack.subjects import meant, periods_to_choose
from salesbot.storage.book import Book


def on_staff(ask: Ask, rest: str) -> Answer:
    """`/sales plan staff`: for the team that is named or led, and the next quarter unless a period is named."""
    with ask.reading() as book:
        team, period = _team_and_period(ask, book, rest)
        return _shown(ask, book, team.id, period)


def on_choose(ask: Ask) -> Answer:
    """Another period is chosen, or *Staffing* pressed."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years)
        team = subject.subject_id if subject.scope is Scope.TEAM else None
        if team is None:
            chosen, _ = _team_and_period(ask, book, "")
            team = chosen.id
        return Beside(_shown(ask, book, team, subject.period))


def on_open(ask: Ask) -> Answer:
    """*Open a Seat*: the form."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years)
        if subject.scope is not Scope.TEAM:
            raise ButtonExpired()
        team = book.people.team(subject.subject_id or 0)
        _require(ask, book, team.id)
        starts_on = following(following(month_of(workspace_day(book, ask.now)))).starts_on
        view = ask.form("plans/seat_form", about={"team": team.id}, team=team, starts_on=starts_on)
    return Opened(view, "plans.seat_open", ask.value)


def on_open_sent(ask: Ask) -> Answer:
    """The form of a seat is sent off."""
    slack_id = ask.field("owner") or ask.slack_id
    known = met(ask, [slack_id])
    starts_on = date.fromisoformat(str(ask.values["starts_on"]))
    team_id = number_in(str(ask.metadata.get("team", "")))

    def done(book: Book) -> Answer:
        owner = seats.somebody(book, slack_id, known, ask.now)
        facts = seats.open_seat(
            book, ask.sender(book), team_id, starts_on, _goal(ask, book), owner, now=ask.now
        )
        return ask.message("plans/seat", facts=facts, said="opened")

    try:
        return ask.change(done)
    except SeatRefused as mistake:
        raise FieldsRefused(
            {"starts_on": ask.words(mistake.template, **mistake.facts, in_form=True)}
        ) from None


def on_seat(ask: Ask) -> Answer:
    """A seat is chosen: its steps, with their buttons."""
    with ask.reading() as book:
        facts = seats.seat_facts(book, ask.person, number_in(ask.value), now=ask.now)
        return Beside(ask.message("plans/seat", facts=facts, said=""))


def on_step_done(ask: Ask) -> Answer:
    """*Done* under a seat: the seat anew."""

    def done(book: Book) -> Answer:
        step = seats.step_done(book, ask.sender(book), number_in(ask.value), now=ask.now)
        facts = seats.seat_facts(book, ask.sender(book), step.seat_id, now=ask.now)
        return ask.message("plans/seat", facts=facts, said="")

    return ask.change(done)


def on_own_step_done(ask: Ask) -> Answer:
    """*Done* in one's own to-do."""

    def done(book: Book) -> Answer:
        step = seats.step_done(book, ask.sender(book), number_in(ask.value), now=ask.now)
        return Beside(ask.message("plans/step_done", step=step))

    return ask.change(done)


def on_step(ask: Ask) -> Answer:
    """*Change* beside a step: the form."""
    with ask.reading() as book:
        step = seats.step_shown(book, ask.person, number_in(ask.value))
        seats.seat_facts(book, ask.person, step.seat_id, now=ask.now)
        owner = book.people.by_id(step.owner_id)
        view = ask.form("plans/step_form", about={"step": step.id}, step=step, owner=owner)
    return Opened(view, "plans.step", ask.value)


def on_step_sent(ask: Ask) -> Answer:
    """The form of a step is sent off."""
    slack_id, due_on = str(ask.values["owner"]), date.fromisoformat(str(ask.values["due_on"]))
    known, number = met(ask, [slack_id]), number_in(str(ask.metadata.get("step", "")))

    def done(book: Book) -> Answer:
        owner = seats.somebody(book, slack_id, known, ask.now)
        facts = seats.change_step(book, ask.sender(book), number, owner, due_on, now=ask.now)
        return ask.message("plans/seat", facts=facts, said="changed")

    return ask.change(done)


def on_fill(ask: Ask) -> Answer:
    """*Fill Seat*: the form."""
    with ask.reading() as book:
        facts = seats.seat_facts(book, ask.person, number_in(ask.value), now=ask.now)
        view = ask.form("plans/fill_form", about={"seat": facts.seat.id}, facts=facts)
    return Opened(view, "plans.seat_fill", ask.value)


def on_fill_sent(ask: Ask) -> Answer:
    """Somebody takes the seat."""
    chosen, buddy_id = str(ask.values["starter"]), ask.field("buddy")
    known = met(ask, [each for each in (chosen, buddy_id) if each])
    starts_on = date.fromisoformat(str(ask.values["starts_on"]))
    training, number = (
        ask.field("training"),
        number_in(str(ask.metadata.get("seat", ""))),
    )

    def done(book: Book) -> Answer:
        starter = seats.somebody(book, chosen, known, ask.now)
        buddy = seats.somebody(book, buddy_id, known, ask.now) if buddy_id else None
        facts = seats.fill_seat(
            book, ask.sender(book), number, starter, starts_on, buddy, training, now=ask.now
        )
        return ask.message("plans/seat", facts=facts, said="filled")

    return ask.change(done)


def on_give_up(ask: Ask) -> Answer:
    """*Give Up*, after the question."""
    return ask.change(
        lambda book: ask.message(
            "plans/seat", said="given_up",
            facts=seats.give_up_seat(book, ask.sender(book), number_in(ask.value), now=ask.now),
        )
    )  # fmt: skip


def _shown(ask: Ask, book: Book, team_id: int, period: Period) -> Message:
    shown = staffing_shown(book, ask.person, team_id, period, now=ask.now)
    others = [
        (each, str(Subject(Scope.TEAM, team_id, each)))
        for each in periods_to_choose(ask, book)
        if each != period
    ]
    about = str(Subject(Scope.TEAM, team_id, period))
    return ask.message("plans/staffing", shown=shown, about=about, others=others)


def _team_and_period(ask: Ask, book: Book, rest: str) -> tuple[Team, Period]:
    day, typed = workspace_day(book, ask.now), clean(rest)
    subject = meant(ask, book, typed, word="plan") if typed.strip() else None
    period = following(quarter_of(day, book.workspace.years), book.workspace.years)
    if subject is not None and (subject.period != month_of(day) or "month" in typed.casefold()):
        period = subject.period
    if subject is not None and subject.scope is Scope.TEAM and subject.subject_id is not None:
        return book.people.team(subject.subject_id), period
    viewer = viewer_of(book, ask.person, ask.now)
    own = [team for team in book.people.teams() if may_staff(viewer, team.id)]
    if not own:
        raise NotAllowed(operation="staffing")
    return own[0], period


def _require(ask: Ask, book: Book, team_id: int) -> None:
    if not may_staff(viewer_of(book, ask.person, ask.now), team_id):
        raise NotAllowed(operation="staffing")


def _goal(ask: Ask, book: Book) -> Money | None:
    typed = ask.field("goal")
    try:
        return read_amount(escaped(typed), parsing_context(book, ask)) if typed else None
    except Misreading as mistake:
        raise FieldsRefused(
            {"goal": ask.words(mistake.template, **{**mistake.facts, "command": ""})}
        ) from None
