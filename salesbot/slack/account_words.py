"""Lines about accounts that are asked back: what was typed waits for half an hour, each answer is a button."""

from __future__ import annotations

from salesbot.domain.misreadings import Misreading, Question
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.slack.asking import Ask
from salesbot.slack.deals.answers import by_name
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book


def asked_back(ask: Ask, book: Book, mistake: Misreading, kind: str) -> Message:
    """What could not be read; `kind` is the noun whose button `NOUN.answer` takes the answer."""
    texts = [choice.text for choice in mistake.choices] if isinstance(mistake, Question) else []
    draft_id: int | str = ""
    if texts:
        draft_id = book.records.keep_draft(ask.sender(book).id, kind, {"texts": texts}, ask.now)
    facts = by_name(book, mistake.facts)
    return ask.message(mistake.template, **{**facts, "draft_id": draft_id, "answer_action": f"{kind}.answer"})


def answered(ask: Ask, book: Book, kind: str) -> str:
    """The line that the pressed button means, taken once. Raises ButtonExpired."""
    first, _, second = ask.value.partition(":")
    draft_id, index = number_in(first), number_in(second)
    waiting = book.records.take_draft(draft_id, ask.sender(book).id, ask.now)
    if waiting is None or waiting.kind != kind or index >= len(waiting.content["texts"]):
        raise ButtonExpired()
    return str(waiting.content["texts"][index])


def waiting_text(ask: Ask) -> str:
    """The same line, to look at before the book is opened to change; empty where nothing waits."""
    first, _, second = ask.value.partition(":")
    draft_id, index = number_in(first), number_in(second)
    if ask.person is None:
        return ""
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
    texts = waiting.content.get("texts", []) if waiting is not None else []
    return str(texts[index]) if index < len(texts) else ""
