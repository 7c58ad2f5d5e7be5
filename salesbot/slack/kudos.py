"""Kudos in Slack: `/sales kudos @kim for the Acme demo`, the form, and *Undo*."""

from __future__ import annotations

import re

from salesbot.domain.kudos import Category, KudosForWhom, KudosNotFor
from salesbot.messages import Message
from salesbot.services.kudos import KudosShown, give_kudos, undo_kudos
from salesbot.services.people import acquaint
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import plain
from salesbot.slack.reading import mentioned, met, number_in
from salesbot.slack.setup.fields import fit_newcomers, told_in_fields
from salesbot.storage.book import Book

_PERSON = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_CATEGORY = re.compile(r"\bcategory:(\S+)", re.IGNORECASE)


def on_kudos(ask: Ask, rest: str = "") -> Answer:
    """`/sales kudos @kim for the Acme demo`; alone, the form opens."""
    if not rest.strip():
        return on_open_form(ask)
    people = mentioned(rest)
    if len(people) != 1:
        raise KudosForWhom(typed=plain(rest).strip(), command=ask.sales_command)
    named, typed = _CATEGORY.search(rest), _CATEGORY.sub(" ", _PERSON.sub(" ", rest))
    category = _category(named[1] if named else "")
    if named and category is None:
        typed = f"{typed} {named[1]}"
    return _given(ask, people[0], plain(typed).strip(), category or Category.OTHER)


def on_open_form(ask: Ask) -> Answer:
    """The form that thanks a colleague."""
    return Opened(ask.form("kudos/form", categories=list(Category)), "kudos.form", "")


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    person = ask.needed("person", "kudos/person_missing")
    fit_newcomers(ask, {"person": [person]})
    with told_in_fields(ask, lambda mistake: "person" if "oneself" in mistake.template else "reason"):
        return _given(ask, person, ask.field("reason"), _category(ask.field("category")) or Category.OTHER)


def on_undo(ask: Ask) -> Answer:
    """*Undo*: nobody hears of it."""
    kudos_id = number_in(ask.value)

    def do(book: Book) -> Answer:
        return ask.message("kudos/undone", shown=undo_kudos(book, ask.sender(book), kudos_id, now=ask.now))

    return ask.change(do)


def _given(ask: Ask, slack_id: str, reason: str, category: Category) -> Answer:
    known = met(ask, [slack_id])
    unfit = [who.name for who in known.values() if who.guest or who.stranger or who.bot or who.deleted]
    if unfit:
        raise KudosNotFor(name=unfit[0])

    def do(book: Book) -> Answer:
        found = book.people.by_slack_id(slack_id)
        person = found if found is not None else acquaint(book, known[slack_id], ask.now)
        return _receipt(
            ask,
            give_kudos(
                book, ask.sender(book), person, reason, now=ask.now, category=category,
                command=ask.sales_command,
            ),
        )  # fmt: skip

    return ask.change(do)


def _receipt(ask: Ask, shown: KudosShown) -> Message:
    return ask.message("kudos/given", shown=shown)


def _category(typed: str) -> Category | None:
    try:
        return Category(typed.casefold())
    except ValueError:
        return None


WORDS = (Word("kudos", on_kudos),)


def register(edge: Edge) -> None:
    """Answer the form and the buttons."""
    edge.action("kudos.form")(on_open_form)
    edge.action("kudos.undo")(on_undo)
    edge.form("kudos.give")(on_form)
