"""`/sales training`: the catalogue, who is to do what by when, and *Done*."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.access import may_keep_courses, require
from salesbot.domain.courses import CourseUnfit, For, Whom
from salesbot.domain.deals import Technique
from salesbot.domain.people import Role
from salesbot.services.calendars import workspace_day
from salesbot.services.courses import (
    add_course,
    course_of,
    courses_listed,
    enrol,
    finish,
    give_from_now_on,
    retire_course,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book

_DUE_IN = timedelta(days=30)
_FARTHEST = timedelta(days=366)
_MOST_MONTHS = 60


def on_training(ask: Ask, rest: str = "") -> Answer:
    """`/sales training`."""
    with ask.reading() as book:
        return ask.message("courses/listed", listed=courses_listed(book, ask.person, now=ask.now))


def on_button(ask: Ask) -> Answer:
    """*Trainings*, beside the message with the button."""
    with ask.reading() as book:
        return Beside(ask.message("courses/listed", listed=courses_listed(book, ask.person, now=ask.now)))


def on_add(ask: Ask) -> Answer:
    """*New Training*: the form."""
    with ask.reading() as book:
        require(may_keep_courses(ask.viewer(book)), "training")
        products = book.accounts.labels("product")
    view = ask.form("courses/form", products=products[:95], techniques=[each.value for each in Technique])
    return Opened(view, "courses.add", "")


def on_add_sent(ask: Ask) -> Answer:
    """A training is put into the catalogue."""
    of, _, which = (ask.field("what_for") or "role").partition(":")
    months = _months(ask)

    def added(book: Book) -> Answer:
        course = add_course(
            book, ask.sender(book), ask.field("name"), For(of),
            product_id=int(which) if of == For.PRODUCT else None,
            technique=which if of == For.TECHNIQUE else None, repeat_months=months, now=ask.now,
        )  # fmt: skip
        return ask.message("courses/kept", course=course, said="added")

    try:
        return ask.change(added)
    except CourseUnfit as mistake:
        raise FieldsRefused({"name": ask.words(mistake.template, **mistake.facts, in_form=True)}) from None


def on_retire(ask: Ask) -> Answer:
    """*Take Out*, after the question."""

    def retired(book: Book) -> Answer:
        course = retire_course(book, ask.sender(book), number_in(ask.value), now=ask.now)
        return Beside(ask.message("courses/kept", course=course, said="retired"))

    return ask.change(retired)


def on_enrol(ask: Ask) -> Answer:
    """A training is chosen: the form that asks to whom it is given."""
    with ask.reading() as book:
        require(ask.has(Role.MANAGER), "training")
        course, day = course_of(book, number_in(ask.value)), workspace_day(book, ask.now)
    view = ask.form("courses/enrol_form", about={"course": course.id}, course=course, due_on=day + _DUE_IN)
    return Opened(view, "courses.enrol", ask.value)


def on_enrol_sent(ask: Ask) -> Answer:
    """It is given to people."""
    whom, chosen = Whom(ask.field("whom") or Whom.CHOSEN), list(ask.values.get("people") or [])
    number = int(ask.metadata["course"])

    def given(book: Book) -> Answer:
        day, due_on = workspace_day(book, ask.now), date.fromisoformat(str(ask.values["due_on"]))
        if not day <= due_on <= day + _FARTHEST:
            raise FieldsRefused({"due_on": ask.words("talks/due_refused")})
        people = [book.people.by_slack_id(each) for each in chosen]
        if None in people:
            raise FieldsRefused({"people": ask.words("cases/owner_unknown")})
        onwards = whom is not Whom.CHOSEN and "onwards" in (ask.values.get("onwards") or [])
        seen = enrol(
            book, ask.sender(book), number, whom, [each.id for each in people if each is not None], due_on,
            now=ask.now, may_be_nobody=onwards,
        )  # fmt: skip
        if onwards:
            give_from_now_on(book, ask.sender(book), number, whom, (due_on - day).days, now=ask.now)
        return ask.message("courses/given", seen=seen, course=course_of(book, number))

    try:
        return ask.change(given)
    except CourseUnfit as mistake:
        field = "people" if whom is Whom.CHOSEN else "whom"
        raise FieldsRefused({field: ask.words(mistake.template, **mistake.facts, in_form=True)}) from None


def on_stop(ask: Ask) -> Answer:
    """*Stop Giving It*: it is given by itself no more."""

    def stopped(book: Book) -> Answer:
        course = course_of(book, number_in(ask.value))
        give_from_now_on(book, ask.sender(book), course.id, None, 0, now=ask.now)
        return Beside(ask.message("courses/kept", course=course, said="stopped"))

    return ask.change(stopped)


def on_done(ask: Ask) -> Answer:
    """*Done*, or *Confirm* by who leads the person."""

    def done(book: Book) -> Answer:
        seen = finish(book, ask.sender(book), number_in(ask.value), now=ask.now)
        return Beside(ask.message("courses/done", seen=seen, leads=seen.confirmed != ""))

    return ask.change(done)


def _months(ask: Ask) -> int | None:
    typed = ask.field("months")
    if not typed:
        return None
    if not typed.isdecimal() or not 1 <= int(typed) <= _MOST_MONTHS:
        raise FieldsRefused({"months": ask.words("courses/months_refused")})
    return int(typed)


WORDS = (
    Word(
        "training", on_training, group="managers",
        shown_to=frozenset({Role.MANAGER}),
    ),
)  # fmt: skip


def register(edge: Edge) -> None:
    """Answer the buttons and forms of trainings."""
    edge.action("courses.list")(on_button)
    edge.action("courses.add")(on_add)
    edge.form("courses.add")(on_add_sent)
    edge.action("courses.retire")(on_retire)
    edge.action("courses.enrol")(on_enrol)
    edge.form("courses.enrol")(on_enrol_sent)
    edge.action("courses.stop")(on_stop)
    edge.action("courses.done")(on_done)
