"""`/sales todo`: everything that waits for a person, by day, each with the buttons that settle it."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.follow_ups import FollowUpDone, FollowUpMoved
from salesbot.services.todo import todo_of
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.edge import Edge
from salesbot.storage.book import Book

IN_LIST = "list"
"""Behind a button's number: it stands in the list, which is shown anew in its place."""


def on_todo(ask: Ask, rest: str = "") -> Answer:
    """`/sales todo`."""
    with ask.reading() as book:
        return todo_list(ask, book)


def on_list(ask: Ask) -> Answer:
    """*To Do*, beside the message with the button."""
    with ask.reading() as book:
        return Beside(todo_list(ask, book))


def place_in(value: str) -> tuple[str, bool]:
    """What a button carries without where it stands, and whether that is the list."""
    carried, _, place = value.rpartition(":")
    return (carried, True) if place == IN_LIST else (value, False)


def in_its_place(ask: Ask, book: Book, said: Message, in_list: bool) -> Message:
    """What was settled: in the place of the message that asked; in the list above what else waits."""
    if not in_list:
        return said
    rest = todo_list(ask, book)
    return Message(said.text, [*said.blocks[:1], {"type": "divider"}, *rest.blocks])


def todo_list(
    ask: Ask, book: Book, *, done: FollowUpDone | None = None, moved: FollowUpMoved | None = None
) -> Message:
    """The list as it is now; above it what was just done or put off."""
    person = ask.person or book.people.by_slack_id(ask.slack_id)
    todo = todo_of(book, person, now=ask.now) if person is not None else None
    return ask.message("todo/list", todo=todo, done=done, moved=moved)


WORDS = (Word("todo", on_todo),)


def register(edge: Edge) -> None:
    """Answer the button that shows the list."""
    edge.action("todo.list")(on_list)
