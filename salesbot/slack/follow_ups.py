"""Follow-ups in Slack: `/sales follow-up Acme fri call about renewal`, and the buttons wherever one is shown."""

from __future__ import annotations

from datetime import date

from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.follow_ups import (
    FollowUpAdded,
    FollowUpDone,
    FollowUpMoved,
    add_follow_up,
    done,
    done_as,
    drop,
    follow_up_shown,
    in_days,
    reopen,
    snooze,
    tomorrow,
)
from salesbot.slack.account_words import (
    AccountLine,
    Met,
    account_in,
    day_in_form,
    person_in,
    prefilled,
)
from salesbot.slack.asking import Answer, Ask, Beside, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import FollowUpLine, read_follow_up
from salesbot.slack.reading import number_in, parsing_context
from salesbot.slack.telling import tell
from salesbot.slack.todo import IN_LIST, todo_list
from salesbot.storage.book import Book

DROP = "drop"


def on_follow_up(ask: Ask, rest: str) -> Answer:
    """`/sales follow-up Acme fri call about renewal`; alone, the form opens."""
    if not rest.strip():
        return on_open_form(ask)
    return LINE.typed(ask, rest)


def on_open_form(ask: Ask) -> Answer:
    """The form that notes what is to be done."""
    with ask.reading() as book:
        view = ask.form(
            "follow_ups/form", day=tomorrow(book, ask.now).isoformat(), account=prefilled(ask, book)
        )
    return Opened(view, "follow_ups.form", ask.value)


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    text = ask.field("text")

    def do(book: Book) -> Answer:
        account, day = account_in(ask, book), day_in_form(ask, book, ahead=True)
        return added(ask, book, add_follow_up(book, ask.sender(book), account, day, text, now=ask.now))

    return ask.change(do)


def on_show(ask: Ask) -> Answer:
    """One follow-up, chosen from a list, with its buttons."""
    number = number_in(ask.value)
    with ask.reading() as book:
        facts = follow_up_shown(book, ask.person, number, now=ask.now)
        today = workspace_day(book, ask.now)
        return Beside(
            ask.message("follow_ups/card", row=facts, tomorrow=tomorrow(book, ask.now), today=today)
        )


def on_done(ask: Ask) -> Answer:
    """*Done*."""
    number, in_list = _shown_in(ask)

    def do(book: Book) -> Answer:
        said = done(book, ask.sender(book), number, now=ask.now)
        return (
            todo_list(ask, book, done=said) if in_list else Beside(ask.message("follow_ups/done", done=said))
        )

    return ask.change(do)


def on_done_as(ask: Ask) -> Answer:
    """What it was: a call, a demo … chosen on the receipt of *Done*."""
    first, _, behind = ask.value.partition(":")
    second, _, place = behind.partition(":")
    number, kind_id = number_in(first), number_in(second)

    def do(book: Book) -> Answer:
        said: FollowUpDone = done_as(book, ask.sender(book), number, kind_id, now=ask.now)
        if place == IN_LIST:
            return todo_list(ask, book, done=said)
        return ask.message("follow_ups/done", done=said)

    return ask.change(do)


def on_tomorrow(ask: Ask) -> Answer:
    """*Tomorrow*: the next working day."""
    number, in_list = _shown_in(ask)
    return ask.change(lambda book: _moved(ask, book, number, None, in_list))


def on_later(ask: Ask) -> Answer:
    """In so many days, or not at all, chosen in the menu: `12:7`, `12:drop`, each with `:list` behind in a list."""
    first, _, behind = ask.value.partition(":")
    choice, _, place = behind.partition(":")
    number = number_in(first)
    if choice == DROP:
        return ask.change(lambda book: _dropped(ask, book, number, place == IN_LIST))
    days = number_in(choice)
    return ask.change(
        lambda book: _moved(ask, book, number, in_days(book, days, now=ask.now), place == IN_LIST)
    )


def on_drop(ask: Ask) -> Answer:
    """*Undo* of what was just noted."""
    number = number_in(ask.value)
    return ask.change(lambda book: _dropped(ask, book, number, in_list=False))


def on_reopen(ask: Ask) -> Answer:
    """*Undo* of *Done*, or of dropping it."""
    number, in_list = _shown_in(ask)

    def do(book: Book) -> Answer:
        moved = reopen(book, ask.sender(book), number, now=ask.now)
        return todo_list(ask, book, moved=moved) if in_list else ask.message("follow_ups/moved", moved=moved)

    return ask.change(do)


WORDS = (Word("follow-up", on_follow_up),)


def register(edge: Edge) -> None:
    """Answer the buttons of follow-ups."""
    edge.action("follow_ups.answer")(LINE.chosen)
    edge.action("follow_ups.form")(on_open_form)
    edge.form("follow_ups.form")(on_form)
    edge.action("follow_ups.show")(on_show)
    edge.action("follow_ups.done")(on_done)
    edge.action("follow_ups.done_as")(on_done_as)
    edge.action("follow_ups.tomorrow")(on_tomorrow)
    edge.action("follow_ups.later")(on_later)
    edge.action("follow_ups.drop")(on_drop)
    edge.action("follow_ups.reopen")(on_reopen)


def _noted(ask: Ask, book: Book, text: str, known: Met) -> Answer:
    """Note what a line says is to be done, inside a change."""
    line = read_follow_up(text, parsing_context(book, ask, f"{ask.sales_command} follow-up"))
    return added(ask, book, note(ask, book, line, known))


LINE = AccountLine("follow_ups", _noted)
"""What is typed behind `follow-up`, and the buttons with which it is asked back."""


def note(ask: Ask, book: Book, line: FollowUpLine, known: Met) -> FollowUpAdded:
    """Note what a line says, for whom it names."""
    person, stranger = person_in(book, line.person, known)
    return add_follow_up(
        book, ask.sender(book), line.account, line.day, line.text, now=ask.now, person=person, met=stranger
    )


def added(ask: Ask, book: Book, said: FollowUpAdded) -> Message:
    """The receipt; whoever else is to do it is told."""
    if said.for_other:
        key = f"follow_up:{said.follow_up.follow_up_id}"
        tell(ask, book, said.follow_up.person, key, "follow_ups/given", added=said, by=ask.sender(book).name)
    return ask.message("follow_ups/added", added=said)


def _moved(ask: Ask, book: Book, number: int, day: date | None, in_list: bool) -> Answer:
    moved: FollowUpMoved = snooze(book, ask.sender(book), number, day, now=ask.now)
    if in_list:
        return todo_list(ask, book, moved=moved)
    return Beside(ask.message("follow_ups/moved", moved=moved))


def _dropped(ask: Ask, book: Book, number: int, in_list: bool) -> Answer:
    moved = drop(book, ask.sender(book), number, now=ask.now)
    return todo_list(ask, book, moved=moved) if in_list else ask.message("follow_ups/moved", moved=moved)


def _shown_in(ask: Ask) -> tuple[int, bool]:
    """The follow-up that a button names, and whether it stands in the list of what is to be done."""
    first, _, place = ask.value.partition(":")
    return number_in(first), place == IN_LIST
