"""Logging a deal in Slack: in one line, by answering a question, or in the form."""

from __future__ import annotations

from salesbot.domain.misreadings import Misreading
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.deals import log_another, log_deal, log_into, put_into
from salesbot.services.deals.drafts import read
from salesbot.services.deals.taking_part import Met
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.deals.answers import LINE_KIND, asked_back, told
from salesbot.slack.deals.form import Prefilled, log_form, read_log_form, refused_in_fields
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import read_deal
from salesbot.slack.reading import mentioned, met, number_in, numbers_in, parsing_context
from salesbot.storage.book import Book


def register_command(edge: Edge) -> None:
    """Answer the command that logs: the first thing that a bot can do."""
    edge.command(on_log_deal, log=True)


def on_log_deal(ask: Ask) -> Answer:
    """`/log-deal Acme 12.5k won`; alone, the form opens."""
    return log_line(ask, ask.text)


def log_line(ask: Ask, text: str) -> Answer:
    """Log the deal that a line describes; without a line the form opens."""
    if not text.strip():
        return open_form(ask)
    known = met(ask, mentioned(text))
    return ask.change(lambda book: log_text(ask, book, text, known))


def on_answer(ask: Ask) -> Answer:
    """A button with one of the possible meanings of what was typed."""
    draft_id, index = numbers_in(ask.value)

    def answered(book: Book) -> Answer:
        waiting = book.records.take_draft(draft_id, ask.sender(book).id, ask.now)
        if waiting is None or waiting.kind != LINE_KIND or index >= len(waiting.content["texts"]):
            raise ButtonExpired()
        return log_text(ask, book, waiting.content["texts"][index], known, waiting.content.get("deal"))

    known = met(ask, mentioned(_waiting_text(ask, draft_id, index)))
    return ask.change(answered)


def on_another(ask: Ask) -> Answer:
    """*Another deal*: the waiting draft is a deal of its own."""
    draft_id = number_in(ask.value)
    known = met(ask, _people_waiting(ask, draft_id))
    return ask.change(
        lambda book: told(ask, book, log_another(book, ask.sender(book), draft_id, now=ask.now, met=known))
    )


def on_same(ask: Ask) -> Answer:
    """*It is this one*: the waiting draft tells something new of a deal that stands."""
    draft_id, deal_id = numbers_in(ask.value)
    known = met(ask, _people_waiting(ask, draft_id))

    def same(book: Book) -> Answer:
        logged = log_into(book, ask.sender(book), draft_id, deal_id, now=ask.now, met=known)
        return told(ask, book, logged)

    return ask.change(same)


def on_open_form(ask: Ask) -> Answer:
    """A button that opens the form, filled with what was understood of a line; global shortcuts open it empty."""
    return open_form(ask, number_in(ask.value) if ask.value else None)


def on_message_shortcut(ask: Ask) -> Answer:
    """*Log a deal* on a message: its words become the note."""
    words = str((ask.payload.get("message") or {}).get("text") or "")
    return open_form(ask, note=words)


def open_form(ask: Ask, draft_id: int | None = None, note: str | None = None) -> Answer:
    """The form that logs a deal."""
    with ask.reading() as book:
        prefilled = Prefilled(note=note)
        if draft_id is not None and ask.person is not None:
            waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
            kept = waiting.content.get("draft") if waiting is not None and waiting.kind == LINE_KIND else None
            prefilled = Prefilled.of_draft(book, ask, read(kept)) if kept else prefilled
        view = log_form(ask, book, prefilled)
    return Opened(view, "deals.form", str(draft_id or ""))


def on_form(ask: Ask) -> Answer:
    """The form is sent off: the same service as the line."""
    with ask.reading() as book:
        draft = read_log_form(ask, book)
    people = [draft.rep, *(who for who, _ in draft.sharers), *draft.assists]
    known = met(ask, [who for who in people if who])

    def logged(book: Book) -> Answer:
        return told(ask, book, log_deal(book, ask.sender(book), draft, now=ask.now, met=known))

    with refused_in_fields(ask):
        return ask.change(logged)


def log_text(ask: Ask, book: Book, text: str, known: Met, deal_id: int | None = None) -> Answer:
    """Log what a line describes, or tell it of the deal that it was typed about, inside a change."""
    sender = ask.sender(book)
    try:
        draft = read_deal(text, parsing_context(book, ask, ask.log_command))
    except Misreading as mistake:
        return asked_back(ask, book, mistake, deal_id)
    if deal_id is not None:
        return told(ask, book, put_into(book, sender, deal_id, draft, now=ask.now, met=known))
    return told(ask, book, log_deal(book, sender, draft, now=ask.now, met=known))


def _waiting_text(ask: Ask, draft_id: int, index: int) -> str:
    if ask.person is None:
        return ""
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
    texts = waiting.content.get("texts", []) if waiting is not None else []
    return texts[index] if index < len(texts) else ""


def _people_waiting(ask: Ask, draft_id: int) -> list[str]:
    """The Slack ids in a draft that waits for an answer."""
    if ask.person is None:
        return []
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
    if waiting is None or "account" not in waiting.content:
        return []
    draft = read(waiting.content)
    return [who for who in (draft.rep, *(who for who, _ in draft.sharers), *draft.assists) if who]
