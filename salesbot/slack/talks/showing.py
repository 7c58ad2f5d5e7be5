"""`/sales 1:1 @kim`: a talk prepared; alone, everybody with whom one holds talks, or one's own."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.talks import talk_prepared, talks_listed
from salesbot.slack.asking import Answer, Ask, Beside
from salesbot.slack.reading import number_in
from salesbot.slack.subjects import person_meant
from salesbot.storage.book import Book


def on_talk(ask: Ask, rest: str = "") -> Answer:
    """`/sales 1:1 @kim`; without a name the list, and for who leads nobody the own talk."""
    with ask.reading() as book:
        if rest.strip():
            return prepared(ask, book, person_meant(book, rest, word="1:1").id)
        return _listed(ask, book)


def on_button(ask: Ask) -> Answer:
    """*Prepare 1:1*, beside the message with the button."""
    with ask.reading() as book:
        return Beside(prepared(ask, book, number_in(ask.value)))


def on_list(ask: Ask) -> Answer:
    """Everybody, beside the message with the button."""
    with ask.reading() as book:
        return Beside(_listed(ask, book))


def prepared(ask: Ask, book: Book, person_id: int) -> Message:
    """The talk with that person."""
    return ask.message("talks/prepared", talk=talk_prepared(book, ask.person, person_id, now=ask.now))


def _listed(ask: Ask, book: Book) -> Message:
    listed = talks_listed(book, ask.person, now=ask.now)
    if not listed.reports and ask.person is not None:
        return prepared(ask, book, ask.person.id)
    return ask.message("talks/listed", listed=listed, own_id=ask.person.id if ask.person else 0)
