"""`/sales away`: days off in one line or a form, with a deputy; seen, undone, and goals that follow once confirmed."""

from __future__ import annotations

import re
from datetime import date, datetime

from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Person
from salesbot.domain.refusals import PersonNotFound
from salesbot.messages import Message
from salesbot.services.absences import (
    AbsenceOverlaps,
    AbsenceTooLong,
    DeputyUnfit,
    absences_seen,
    enter_absence,
    following_goals,
    let_goals_follow,
    settle_days_off,
    settle_workload,
    undo_absence,
)
from salesbot.services.absences.seeing import seen_of
from salesbot.services.calendars import workspace_day
from salesbot.services.people import acquaint, viewer_of
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import read_days_range
from salesbot.slack.reading import met, number_in, parsing_context
from salesbot.storage.book import Book

_FOR = re.compile(r"^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*")
_DEPUTY = re.compile(
    r"(?:^|\s)(?:(?:deputy|namestnik|namestnica|naibu)\s*:?\s*)?<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*$", re.I
)
_COMPANY = re.compile(r"\s*company\s+(?P<days>.+?)(?P<worked>\s+worked)?\s*", re.I)
_PART = re.compile(r"\s*(\d{1,3}) ?%\s*", re.ASCII)
_FORM = "absences.enter"


def on_away(ask: Ask, rest: str = "") -> Answer:
    """`/sales away [@kim] 3 aug to 14 aug [@deputy]`; alone, who is away."""
    if not rest.strip():
        return _listed(ask)
    if whole := _COMPANY.fullmatch(rest):
        return _company(ask, whole["days"], worked=bool(whole["worked"]))
    whose, deputy, days = _FOR.match(rest), None, rest
    if whose is not None:
        days = days[whose.end() :]
    if part := _PART.fullmatch(days):
        return _part_time(ask, whose[1] if whose else ask.slack_id, int(part[1]))
    if found := _DEPUTY.search(days):
        deputy, days = found[1], days[: found.start()]
    person = whose[1] if whose else ask.slack_id
    known = met(ask, [each for each in (whose[1] if whose else None, deputy) if each])

    def done(book: Book) -> Answer:
        first_on, last_on = read_days_range(days, parsing_context(book, ask, f"{ask.sales_command} away"))
        return _entered(ask, book, person, first_on, last_on, deputy, known)

    return ask.change(done)


def _company(ask: Ask, days: str, *, worked: bool) -> Answer:
    """`/sales away company 24 dec`: a day off for everybody; with `worked` behind, it is worked after all."""

    def done(book: Book) -> Answer:
        first_on, last_on = read_days_range(days, parsing_context(book, ask, f"{ask.sales_command} away"))
        count = settle_days_off(book, ask.sender(book), first_on, last_on, worked=worked, now=ask.now)
        return ask.message("absences/company", first_on=first_on, last_on=last_on, worked=worked, count=count)

    return ask.change(done)


def _part_time(ask: Ask, slack_id: str, percent: int) -> Answer:
    """`/sales away @kim 60%`: how much of full time somebody works from today on."""

    def done(book: Book) -> Answer:
        person = book.people.by_slack_id(slack_id)
        if person is None:
            raise PersonNotFound(slack_id=slack_id)
        settle_workload(book, ask.sender(book), person.id, percent, now=ask.now)
        return ask.message("absences/part_time", person=person, percent=percent)

    return ask.change(done)


def on_form(ask: Ask) -> Answer:
    """*Add Days Off*: the form."""
    with ask.reading() as book:
        viewer, today = viewer_of(book, ask.person, ask.now), workspace_day(book, ask.now)
    view = ask.form("absences/form", for_others=bool(viewer.people_below), slack_id=ask.slack_id, today=today)
    return Opened(view, _FORM)


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off."""
    person = ask.field("person") or ask.slack_id
    deputy = ask.field("deputy") or None
    known = met(ask, [each for each in (person, deputy) if each and each != ask.slack_id])
    first_on = date.fromisoformat(str(ask.values["first_on"]))
    last_on = date.fromisoformat(str(ask.values["last_on"])) if ask.values.get("last_on") else first_on

    def done(book: Book) -> Answer:
        return _entered(ask, book, person, first_on, last_on, deputy, known)

    try:
        return ask.change(done)
    except (AbsenceOverlaps, AbsenceTooLong, DeputyUnfit, NotAllowed) as mistake:
        fields = {DeputyUnfit: "deputy", NotAllowed: "person"}
        raise FieldsRefused(
            {fields.get(type(mistake), "last_on"): ask.words(mistake.template, in_form=True, **mistake.facts)}
        ) from None


def on_undo(ask: Ask) -> Answer:
    """*Undo* beside an absence."""
    number = number_in(ask.value)

    def done(book: Book) -> Answer:
        undone = undo_absence(book, ask.sender(book), number, now=ask.now)
        return ask.message("absences/undone", seen=seen_of(book, undone, ask.person))

    return ask.change(done)


def on_follow(ask: Ask) -> Answer:
    """*Adjust Goals*: the person's goals follow, as was shown."""
    number = number_in(ask.value)

    def done(book: Book) -> Answer:
        by = ask.sender(book)
        absence, results = let_goals_follow(book, by, number, now=ask.now)
        return ask.message("absences/followed", seen=seen_of(book, absence, by), results=results)

    return ask.change(done)


def _entered(
    ask: Ask, book: Book, person_id: str, first_on: date, last_on: date, deputy_id: str | None,
    known: object,
) -> Answer:  # fmt: skip
    by = ask.sender(book)
    person = by if person_id == ask.slack_id else _found(book, person_id, known, ask.now)
    deputy = _found(book, deputy_id, known, ask.now) if deputy_id is not None else None
    absence = enter_absence(
        book, by, person.id, first_on, last_on, deputy_id=deputy.id if deputy else None, now=ask.now
    )
    leads = viewer_of(book, by, ask.now).leads(person.id)
    goals = following_goals(book, absence, workspace_day(book, ask.now)) if leads else ()
    return ask.message("absences/entered", seen=seen_of(book, absence, by), goals=goals)


def _found(book: Book, slack_id: str, known: object, now: datetime) -> Person:
    found = book.people.by_slack_id(slack_id)
    assert isinstance(known, dict)
    return found if found is not None else acquaint(book, known[slack_id], now)


def _listed(ask: Ask) -> Message:
    with ask.reading() as book:
        seen = absences_seen(book, ask.person, now=ask.now)
    return ask.message("absences/listed", seen=seen)


def on_list(ask: Ask) -> Answer:
    """*Days Off*, beside the message with the button."""
    return Beside(_listed(ask))


WORDS = (Word("away", on_away),)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of absences."""
    edge.action("absences.list")(on_list)
    edge.action("absences.form")(on_form)
    edge.action("absences.undo")(on_undo)
    edge.action("absences.follow")(on_follow)
    edge.form(_FORM)(on_form_sent)
