"""Webhooks in the setup: those there are, and the form of a new address that is told."""

from __future__ import annotations

from collections.abc import Callable

from salesbot.domain.webhooks import Event, Webhook
from salesbot.services.people import require_admin
from salesbot.services.webhooks import (
    AddressUnusable,
    add_webhook,
    listed_webhooks,
    pause_webhook,
    remove_webhook,
)
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker
from salesbot.storage.book import Book


def on_webhooks(ask: Ask) -> Answer:
    """Which addresses are told, and which systems tell us."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        return ask.message("setup/webhooks", hooks=listed_webhooks(book))


def on_webhook(ask: Ask) -> Answer:
    """The form of a new address."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    return Opened(ask.form("setup/webhook", events=tuple(Event)), "setup.webhook", ask.value)


def on_webhook_form(ask: Ask) -> Answer:
    """The form is sent off; the secret is shown this once, and not kept with the reply."""
    chosen = [str(each) for each in ask.values.get("events") or ()]
    events = [event for event in Event if event.value in chosen] or list(Event)

    made: dict[str, object] = {}

    def do(book: Book) -> Answer:
        require_admin(book, asker(ask), ask.now)
        made["number"], made["secret"] = add_webhook(
            book, ask.field("url"), events, now=ask.now, by=asker(ask).id
        )
        return ask.message("setup/webhook_added", number=made["number"])

    try:
        kept = ask.change(do)
    except AddressUnusable as unusable:
        said = ask.words("setup/fields/address", inside=unusable.facts["inside"])
        raise FieldsRefused({"url": said}) from None
    return ask.message("webhooks/added", **made) if made else kept


def _changes(change: Callable[[Book, int, Ask], Webhook]) -> Callable[[Ask], Answer]:
    def listener(ask: Ask) -> Answer:
        number = number_in(ask.value)

        def do(book: Book) -> Answer:
            require_admin(book, asker(ask), ask.now)
            change(book, number, ask)
            return ask.message("setup/webhooks", hooks=listed_webhooks(book))

        return ask.change(do)

    return listener


def _paused(paused: bool) -> Callable[[Book, int, Ask], Webhook]:
    return lambda book, number, ask: pause_webhook(book, number, now=ask.now, by=asker(ask).id, paused=paused)


def _removed(book: Book, number: int, ask: Ask) -> Webhook:
    return remove_webhook(book, number, now=ask.now, by=asker(ask).id)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of webhooks."""
    edge.action("setup.webhooks")(on_webhooks)
    edge.action("setup.webhook")(on_webhook)
    edge.action("setup.pause_webhook")(_changes(_paused(True)))
    edge.action("setup.resume_webhook")(_changes(_paused(False)))
    edge.action("setup.remove_webhook")(_changes(_removed))
    edge.form("setup.webhook")(on_webhook_form)
