"""What it takes to reach the goal, what if one won more, larger or faster, and the plan that was saved."""

from __future__ import annotations

from fractions import Fraction

from salesbot.domain.misreadings import Misreading
from salesbot.domain.scopes import EVERY
from salesbot.services.plans import WhatIf, plan_shown, save_plan
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.parsing import escaped, exact_text, read_amount
from salesbot.slack.reading import parsing_context
from salesbot.slack.subjects import meant
from salesbot.storage.book import Book


def on_plan(ask: Ask, rest: str = "") -> Answer:
    """From the goal back to deals, pipeline and new opportunities; behind it a period, person or team."""
    with ask.reading() as book:
        subject = meant(ask, book, rest, word="plan", territories=True)
        if subject is None:
            return ask.message("attainment/nobody")
        shown = plan_shown(book, ask.person, subject, now=ask.now)
        return ask.message("plans/shown", shown=shown, about=str(subject), asked=False)


def on_button(ask: Ask) -> Answer:
    """*Plan*, beside the message with the button."""
    return beside(on_plan(ask))


def on_what_if(ask: Ask) -> Answer:
    """*What If*: the form, with the rates as they are."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years, EVERY)
        shown = plan_shown(book, ask.person, subject, now=ask.now)
        size = exact_text(shown.selling.average) if shown.selling is not None else ""
        view = ask.form("plans/what_if", about={"subject": str(subject)}, shown=shown, size=size)
    return Opened(view, "plans.what_if", ask.value)


def on_save(ask: Ask) -> Answer:
    """*Save Plan*: the way as it is worked out now is what is followed from here on."""

    def done(book: Book) -> Answer:
        subject = read_subject(ask.value, book.workspace.years)
        return Beside(
            ask.message("plans/saved", result=save_plan(book, ask.sender(book), subject, now=ask.now))
        )

    return ask.change(done)


def on_versions(ask: Ask) -> Answer:
    """*Saved Plans*: every version, who saved it and when."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years)
        shown = plan_shown(book, ask.person, subject, now=ask.now)
        view = ask.view("plans/versions", shown=shown)
    return Opened(view, "plans.versions", ask.value)


def on_form_sent(ask: Ask) -> Answer:
    """The answer stands in the form; nothing is stored, unless these rates are to be the plan."""
    if ask.values.get("save"):

        def done(book: Book) -> Answer:
            subject = read_subject(str(ask.metadata["subject"]), book.workspace.years)
            saved = save_plan(book, ask.sender(book), subject, now=ask.now, what_if=_read(ask, book))
            return ask.message("plans/saved", result=saved)

        return ask.change(done)
    with ask.reading() as book:
        subject = read_subject(str(ask.metadata["subject"]), book.workspace.years, EVERY)
        shown = plan_shown(book, ask.person, subject, now=ask.now, what_if=_read(ask, book))
        return ask.message("plans/shown", shown=shown, about=str(subject), asked=True)


def _read(ask: Ask, book: Book) -> WhatIf:
    size = ask.field("size")
    rate, cycle = ask.values.get("win_rate"), ask.values.get("cycle")
    try:
        average = read_amount(escaped(size), parsing_context(book, ask)) if size else None
    except Misreading as mistake:
        raise FieldsRefused(
            {"size": ask.words(mistake.template, **{**mistake.facts, "command": ""})}
        ) from None
    return WhatIf(
        Fraction(str(rate)) / 100 if rate else None, average, round(float(str(cycle))) if cycle else None
    )
